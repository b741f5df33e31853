#include "runtime/atomic_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <optional>

#include "tests/runtime/test_files.h"

namespace sinter::runtime {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Writes to a file beyond `bytes` fail, as on a full disk.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &old_);
    const rlimit limit{bytes, old_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() { setrlimit(RLIMIT_FSIZE, &old_); }

 private:
  rlimit old_;
};

Status WriteAtomically(const std::string& path, const std::string& content) {
  StatusOr<AtomicFile> file = AtomicFile::Create(path);
  if (!file.ok()) return file.status();
  if (Status status = file->Write(content); !status.ok()) return status;
  return file->Commit();
}

class AtomicFileTest : public ::testing::Test {
 protected:
  TemporaryFolder folder_;
  std::string path_ = folder_ / "file";
};

TEST_F(AtomicFileTest, NewFile) {
  ASSERT_TRUE(WriteAtomically(path_, "content").ok());
  EXPECT_EQ(ReadFile(path_), "content");
  EXPECT_THAT(folder_.Names(), ElementsAre("file"));
}

TEST_F(AtomicFileTest, ManyWritesLongerThanTheBuffer) {
  StatusOr<AtomicFile> file = AtomicFile::Create(path_);
  ASSERT_TRUE(file.ok());
  std::string expected;
  for (int i = 0; i < 50000; ++i) {
    const std::string line = std::to_string(i) + "\n";
    ASSERT_TRUE(file->Write(line).ok());
    expected += line;
  }
  ASSERT_TRUE(file->Commit().ok());
  EXPECT_TRUE(ReadFile(path_) == expected);
}

TEST_F(AtomicFileTest, TheOldFileStaysUntilCommit) {
  WriteFile(path_, "old");
  StatusOr<AtomicFile> file = AtomicFile::Create(path_);
  ASSERT_TRUE(file.ok());
  ASSERT_TRUE(file->Write(std::string(200000, 'n')).ok());
  EXPECT_EQ(ReadFile(path_), "old");
  ASSERT_TRUE(file->Commit().ok());
  EXPECT_EQ(ReadFile(path_).size(), 200000u);
}

TEST_F(AtomicFileTest, WithoutCommitNothingHappens) {
  WriteFile(path_, "old");
  {
    StatusOr<AtomicFile> file = AtomicFile::Create(path_);
    ASSERT_TRUE(file.ok());
    ASSERT_TRUE(file->Write("new").ok());
    EXPECT_EQ(folder_.Names().size(), 2u);
  }
  EXPECT_EQ(ReadFile(path_), "old");
  EXPECT_THAT(folder_.Names(), ElementsAre("file"));
}

TEST_F(AtomicFileTest, AFullDiskLeavesTheOldFileAndNoOther) {
  WriteFile(path_, "old");
  const FileSizeLimit limit(1000);
  // Fails when the buffer is full, and when what is left in it is written.
  for (size_t size : {200000, 2000}) {
    const Status status = WriteAtomically(path_, std::string(size, 'n'));
    EXPECT_EQ(status.code(), ExitCode::kFiles);
    EXPECT_THAT(status.message(), HasSubstr(path_ + ": cannot write: "));
    EXPECT_EQ(ReadFile(path_), "old");
    EXPECT_THAT(folder_.Names(), ElementsAre("file"));
  }
}

TEST_F(AtomicFileTest, AFailureIsNotForgotten) {
  const FileSizeLimit limit(1000);
  StatusOr<AtomicFile> file = AtomicFile::Create(path_);
  ASSERT_TRUE(file.ok());
  EXPECT_FALSE(file->Write(std::string(100000, 'n')).ok());
  EXPECT_FALSE(file->Write("n").ok());
  EXPECT_FALSE(file->Commit().ok());
}

TEST_F(AtomicFileTest, DevicesAreWrittenDirectly) {
  EXPECT_THAT(WriteAtomically("/dev/full", "x").message(),
              HasSubstr("No space left"));
  EXPECT_TRUE(WriteAtomically("/dev/null", "x").ok());
  struct stat info;
  ASSERT_EQ(stat("/dev/full", &info), 0);
  EXPECT_TRUE(S_ISCHR(info.st_mode));
}

TEST_F(AtomicFileTest, LinksAreFollowed) {
  WriteFile(folder_ / "real", "old");
  ASSERT_EQ(symlink("real", (folder_ / "link").c_str()), 0);
  ASSERT_EQ(symlink("link", (folder_ / "link2").c_str()), 0);
  ASSERT_TRUE(WriteAtomically(folder_ / "link2", "new").ok());
  EXPECT_EQ(ReadFile(folder_ / "real"), "new");
  EXPECT_THAT(folder_.Names(), ElementsAre("link", "link2", "real"));
  struct stat info;
  ASSERT_EQ(lstat((folder_ / "link").c_str(), &info), 0);
  EXPECT_TRUE(S_ISLNK(info.st_mode));
}

TEST_F(AtomicFileTest, ALinkToNothingMakesWhatItNames) {
  ASSERT_EQ(symlink("real", (folder_ / "link").c_str()), 0);
  ASSERT_TRUE(WriteAtomically(folder_ / "link", "new").ok());
  EXPECT_EQ(ReadFile(folder_ / "real"), "new");
}

TEST_F(AtomicFileTest, LinksInACircle) {
  ASSERT_EQ(symlink("b", (folder_ / "a").c_str()), 0);
  ASSERT_EQ(symlink("a", (folder_ / "b").c_str()), 0);
  EXPECT_THAT(WriteAtomically(folder_ / "a", "new").message(),
              HasSubstr("symbolic links"));
}

TEST_F(AtomicFileTest, ModeIsKept) {
  WriteFile(path_, "old");
  ASSERT_EQ(chmod(path_.c_str(), 0640), 0);
  ASSERT_TRUE(WriteAtomically(path_, "new").ok());
  struct stat info;
  ASSERT_EQ(stat(path_.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0640u);
}

TEST_F(AtomicFileTest, PlacesThatCannotBeWritten) {
  EXPECT_THAT(AtomicFile::Create(folder_ / "none/file").status().message(),
              HasSubstr("No such file or directory"));
  EXPECT_THAT(AtomicFile::Create(folder_.path()).status().message(),
              HasSubstr("is a directory"));
  EXPECT_THAT(AtomicFile::Create(folder_ / "new/").status().message(),
              HasSubstr("not a file name"));
  EXPECT_THAT(AtomicFile::Create("").status().message(),
              HasSubstr("not a file name"));
  WriteFile(path_, "a file");
  EXPECT_THAT(AtomicFile::Create(path_ + "/file").status().message(),
              HasSubstr("Not a directory"));
  // Not even root creates files here.
  EXPECT_FALSE(AtomicFile::Create("/proc/self/file").ok());
}

TEST_F(AtomicFileTest, WhatAKilledProcessLeftIsTakenOver) {
  WriteFile(folder_ / ".file.partial", std::string(1000, 'x'));
  ASSERT_TRUE(WriteAtomically(path_, "new").ok());
  EXPECT_EQ(ReadFile(path_), "new");
  EXPECT_THAT(folder_.Names(), ElementsAre("file"));
}

TEST_F(AtomicFileTest, TwoWritersOfOneFile) {
  StatusOr<AtomicFile> first = AtomicFile::Create(path_);
  ASSERT_TRUE(first.ok());
  EXPECT_THAT(AtomicFile::Create(path_).status().message(),
              HasSubstr("another process is writing"));
  ASSERT_TRUE(first->Write("first").ok());
  ASSERT_TRUE(first->Commit().ok());
  EXPECT_EQ(ReadFile(path_), "first");
}

TEST_F(AtomicFileTest, AMovedFileIsRemovedOnce) {
  std::optional<AtomicFile> kept;
  {
    StatusOr<AtomicFile> file = AtomicFile::Create(path_);
    ASSERT_TRUE(file.ok());
    ASSERT_TRUE(file->Write("mo").ok());
    kept.emplace(std::move(*file));
  }
  ASSERT_TRUE(kept->Write("ved").ok());
  ASSERT_TRUE(kept->Commit().ok());
  EXPECT_EQ(ReadFile(path_), "moved");
}

}  // namespace
}  // namespace sinter::runtime
