package browser

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
)

// errNoBrowser says how to mend what is missing.
var errNoBrowser = errors.New("no Chrome or Chromium was found; install one (Debian: apt-get install chromium; " +
	"others: Google Chrome from the vendor), or name its executable in the environment variable CHROME")

// findChrome returns the executable: what CHROME names, else the first of the usual names and places.
func findChrome(getenv func(string) string) (string, error) {
	if named := getenv("CHROME"); named != "" {
		path, err := exec.LookPath(named)
		if err != nil {
			return "", fmt.Errorf("the environment variable CHROME does not name an executable: %w", err)
		}
		return path, nil
	}
	for _, name := range usualNames(runtime.GOOS) {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errNoBrowser
}

func usualNames(goos string) []string {
	switch goos {
	case "darwin":
		return []string{
			"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
			"/Applications/Chromium.app/Contents/MacOS/Chromium",
		}
	case "windows":
		return []string{
			"chrome.exe",
			os.ExpandEnv(`${ProgramFiles}\Google\Chrome\Application\chrome.exe`),
			os.ExpandEnv(`${LOCALAPPDATA}\Google\Chrome\Application\chrome.exe`),
		}
	default:
		return []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "headless-shell"}
	}
}
