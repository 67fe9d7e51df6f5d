// Package npm brings packages of JavaScript to tests and measurements that need somebody else's client or server.
//
// Its rules: versions are exact, so that a run today and one next year judge the same code; each set of packages is
// installed once per user, into the cache folder, never into the repository; install scripts do not run. It refuses
// ranges and tags, and says with ErrMissing that a machine lacks node or npm: whether that fails or skips a test is the
// test's own decision.
package npm
