// Package thirdparty holds tests alone: clients that are not ours, unchanged from npm, live with the mock
// authorization server in a real Chromium. They are its referees. Whoever wrote them knows nothing of the mock, so what
// works here works because the mock behaves as the real server does.
//
// Where node or npm is missing the tests are skipped, loudly; with CI=true they fail.
package thirdparty
