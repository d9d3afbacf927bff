"""The world of the tests: a named cast and builders."""
