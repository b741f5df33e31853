// Nothing: only the headers that are precompiled for the tests.
