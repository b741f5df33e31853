#include "runtime/files/atomic_file.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <optional>
#include <thread>

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

// A umask cuts the modes of new files, not that of one that is replaced; one
// that may not be written to is replaced as well, also where a killed process
// left the beginning of that.
TEST_F(AtomicFileTest, ModeIsKeptWhateverTheUmask) {
  const mode_t old = umask(077);
  for (mode_t mode : {0666u, 0664u, 0444u, 0000u, 01755u}) {
    WriteFile(path_, "old");
    ASSERT_EQ(chmod(path_.c_str(), mode), 0);
    ASSERT_TRUE(WriteAtomically(path_, "new").ok());
    struct stat info;
    ASSERT_EQ(stat(path_.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 07777, mode);
    std::filesystem::remove(path_);
  }
  ASSERT_TRUE(WriteAtomically(path_, "new").ok());
  umask(old);
  struct stat info;
  ASSERT_EQ(stat(path_.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 07777, 0600u);
}

// The temporary's name is nine bytes longer.
TEST_F(AtomicFileTest, NamesUpToTheLongest) {
  for (size_t length : {246, 247, 254, 255}) {
    const std::string name(length, 'n');
    WriteFile(folder_ / name, "old");
    StatusOr<AtomicFile> file = AtomicFile::Create(folder_ / name);
    ASSERT_TRUE(file.ok()) << length << ": " << file.status().message();
    EXPECT_FALSE(AtomicFile::Create(folder_ / name).ok()) << "the same again";
    ASSERT_TRUE(file->Write("new").ok());
    ASSERT_TRUE(file->Commit().ok());
    EXPECT_EQ(ReadFile(folder_ / name), "new");
    EXPECT_THAT(folder_.Names(), ElementsAre(name));
    std::filesystem::remove(folder_ / name);
  }
  EXPECT_THAT(
      AtomicFile::Create(folder_ / std::string(256, 'n')).status().message(),
      HasSubstr("File name too long"));
}

// Those that are equal where they are cut are still two, and are cut between
// characters.
TEST_F(AtomicFileTest, LongNamesAreDifferent) {
  std::string letters;
  while (letters.size() < 252) letters += "ä";
  for (const std::string& begin : {letters, "x" + letters}) {
    const std::string one = folder_ / (begin + "1");
    const std::string two = folder_ / (begin + "2");
    EXPECT_NE(TemporaryFor(one), TemporaryFor(two));
    const std::string temporary = TemporaryFor(one);
    const size_t dash = temporary.rfind('-');
    EXPECT_EQ(temporary.substr(dash - 2, 2), "ä");
    EXPECT_LE(std::filesystem::path(temporary).filename().string().size(),
              255u);
  }
}

TEST_F(AtomicFileTest, APipeThatNobodyReadsIsNotWaitedFor) {
  ASSERT_EQ(mkfifo(path_.c_str(), 0600), 0);
  EXPECT_THAT(AtomicFile::Create(path_).status().message(),
              HasSubstr(path_ + ": cannot write: no process reads this pipe"));
  EXPECT_THAT(folder_.Names(), ElementsAre("file"));
}

TEST_F(AtomicFileTest, APipeThatIsReadGetsAll) {
  ASSERT_EQ(mkfifo(path_.c_str(), 0600), 0);
  // More than a pipe holds: the writer, which may not wait, has to.
  const std::string content(300000, 'x');
  std::string read;
  std::thread reader([&] { read = ReadFile(path_); });
  Status status = FileError("none yet");
  while (!status.ok()) status = WriteAtomically(path_, content);
  reader.join();
  EXPECT_TRUE(read == content);
}

TEST_F(AtomicFileTest, APipeInTheTemporarysPlaceIsNotWaitedFor) {
  ASSERT_EQ(mkfifo((folder_ / ".file.partial").c_str(), 0600), 0);
  EXPECT_THAT(AtomicFile::Create(path_).status().message(),
              HasSubstr("cannot write here"));
}

// By its name, /dev/fd/N as /dev/stdout, an open file is written to where it
// stands: not replaced, not written from its beginning.
TEST_F(AtomicFileTest, OpenFilesAreGoneOnWith) {
  const FileDescriptor fd(
      open(path_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
  const auto append = [&](std::string_view text) {
    ASSERT_EQ(write(fd.get(), text.data(), text.size()), ssize_t(text.size()));
  };
  const std::string number = std::to_string(fd.get());
  ASSERT_EQ(symlink(("/dev/fd/" + number).c_str(), (folder_ / "link").c_str()),
            0);
  append("before,");
  ASSERT_TRUE(WriteAtomically("/dev/fd/" + number, "first,").ok());
  ASSERT_TRUE(WriteAtomically("/proc/self/fd/" + number, "second,").ok());
  ASSERT_TRUE(WriteAtomically(folder_ / "link", "third,").ok());
  append("after");
  EXPECT_EQ(ReadFile(path_), "before,first,second,third,after");
  EXPECT_THAT(folder_.Names(), ElementsAre("file", "link"));
  const FileDescriptor input(open(path_.c_str(), O_RDONLY | O_CLOEXEC));
  EXPECT_THAT(AtomicFile::Create("/dev/fd/" + std::to_string(input.get()))
                  .status()
                  .message(),
              HasSubstr("open for reading only"));
}

// Here a folder comes between Create and Commit; the content is not lost.
TEST_F(AtomicFileTest, WhatCannotBePutInPlaceIsKept) {
  StatusOr<AtomicFile> file = AtomicFile::Create(path_);
  ASSERT_TRUE(file.ok());
  ASSERT_TRUE(file->Write("hours of work").ok());
  std::filesystem::create_directory(path_);
  const Status status = file->Commit();
  EXPECT_EQ(status.code(), ExitCode::kFiles);
  EXPECT_THAT(status.message(),
              HasSubstr("cannot put the file in place: Is a directory; all of "
                        "it is in " +
                        (folder_ / ".file.partial")));
  EXPECT_EQ(ReadFile(folder_ / ".file.partial"), "hours of work");
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
