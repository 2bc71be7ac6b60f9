package notice

import "testing"

func TestTheLocaleSaysTheLanguage(t *testing.T) {
	for _, c := range []struct {
		want        Language
		environment map[string]string
	}{
		{English, nil},
		{English, map[string]string{"LANG": "C.UTF-8"}},
		{German, map[string]string{"LANG": "de_DE.UTF-8"}},
		{German, map[string]string{"LANG": "en_GB.UTF-8", "LC_MESSAGES": "de_AT"}},
		{English, map[string]string{"LANG": "de_DE.UTF-8", "LC_ALL": "C"}},
	} {
		if got := PreferredLanguage(func(name string) string {
			return c.environment[name]
		}); got != c.want {
			t.Errorf("%v gives %s", c.environment, got)
		}
	}
}
