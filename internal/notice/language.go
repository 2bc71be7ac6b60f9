package notice

import "strings"

// PreferredLanguage is the one in which whoever runs a command wants to read, by the locale of the
// environment (locale(7)).
func PreferredLanguage(getenv func(string) string) Language {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := getenv(name); value != "" {
			if strings.HasPrefix(value, "de") {
				return German
			}
			return English
		}
	}
	return English
}
