package notice

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// clientStorage are the places where a page can leave something on a device. The notice names those
// that the client uses.
var clientStorage = []string{"history.replaceState", "localStorage", "sessionStorage", "indexedDB",
	"caches.open", "cookie =", "cookieStore", "navigator.storage"}

// TestTheNoticeNamesAllBrowserStorage: whoever lets the client store something somewhere else
// changes "Was Ihr Browser sich merkt" in both texts, and then this list.
func TestTheNoticeNamesAllBrowserStorage(t *testing.T) {
	named := []string{"history.replaceState", "indexedDB", "localStorage", "navigator.storage"}
	used := map[string]bool{}
	err := filepath.WalkDir("../../webclient/src",
		func(path string, entry os.DirEntry, err error) error {
			if err != nil || entry.IsDir() || strings.Contains(path, ".test.") ||
				strings.Contains(path, "/testing/") {
				return err
			}
			source, err := os.ReadFile(path)
			for _, place := range clientStorage {
				used[place] = used[place] || strings.Contains(string(source), place)
			}
			return err
		})
	if err != nil {
		t.Fatal(err)
	}
	for _, place := range clientStorage {
		if used[place] != slices.Contains(named, place) {
			t.Errorf("%s: the client uses it: %v; the notice names it: %v", place, used[place],
				slices.Contains(named, place))
		}
	}
}
