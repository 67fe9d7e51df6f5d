package browser_test

import (
	"testing"

	"github.com/spa-session/spa-session/demo/internal/browser"
)

func TestMain(m *testing.M) { browser.Main(m) }
