package browser

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// settings are what a user chooses for the whole of a browser. They are given in its files before it starts, since what a
// distribution of Chromium is set to differs: Debian's keeps cookies from frames on other sites, others do not.
type settings struct {
	// thirdPartyCookies lets frames on other sites have their cookies.
	thirdPartyCookies bool
}

// folder makes the browser's files with the settings in them.
func (s settings) folder() (string, error) {
	folder, err := os.MkdirTemp("", "spa-session-browser-")
	if err != nil {
		return "", fmt.Errorf("the browser's files: %w", err)
	}
	if err := s.write(filepath.Join(folder, "Default")); err != nil {
		return "", errors.Join(fmt.Errorf("the browser's settings: %w", err), os.RemoveAll(folder))
	}
	return folder, nil
}

func (s settings) write(profile string) error {
	preferences, err := json.Marshal(map[string]any{"profile": s.preferences()})
	if err != nil {
		return err
	}
	if err := os.Mkdir(profile, 0o700); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(profile, "Preferences"), preferences, 0o600)
}

// preferences by Chromium's names. A cookie_controls_mode of 2, its own choice, would block in the profiles of tests
// alone, which are incognito.
func (s settings) preferences() map[string]any {
	if s.thirdPartyCookies {
		return map[string]any{"block_third_party_cookies": false, "cookie_controls_mode": 0}
	}
	return map[string]any{"block_third_party_cookies": true, "cookie_controls_mode": 1}
}
