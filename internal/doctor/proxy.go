package doctor

import (
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"

	"einmal/docs"
)

// proxyFile says which lines of a file below docs/proxies matter for a fault, by what is in them.
type proxyFile struct {
	file    string
	program string // as it calls itself, in small letters
	words   map[string][]string
}

var proxyFiles = []proxyFile{
	{"nginx.conf", "nginx", map[string][]string{
		"bad-host":         {"proxy_set_header Host"},
		"no-forwarded-for": {"proxy_set_header X-Forwarded-For"},
		"no-upgrade": {"proxy_http_version", "proxy_set_header Upgrade",
			"proxy_set_header Connection", "map $http_upgrade", "default upgrade", "'' ''"},
		"proxy-timeout": {"proxy_read_timeout"}}},
	{"Caddyfile", "caddy", sameFor("reverse_proxy")},
	{"apache.conf", "apache", map[string][]string{
		"bad-host":         {"ProxyPreserveHost"},
		"no-forwarded-for": {"ProxyPass "},
		"no-upgrade":       {"ProxyPass "},
		"proxy-timeout":    {"ProxyPass "}}},
	{"haproxy.cfg", "haproxy", map[string][]string{
		"bad-host":         {"server einmal"},
		"no-forwarded-for": {"option forwardfor"},
		"no-upgrade":       {"mode http"},
		"proxy-timeout":    {"timeout tunnel"}}},
	{"traefik.yaml", "traefik", sameFor("- url:")},
}

// sameFor: the file leaves to the program what it does by itself, so other lines are too many.
func sameFor(word string) map[string][]string {
	all := map[string][]string{}
	for _, code := range []string{"bad-host", "no-forwarded-for", "no-upgrade", "proxy-timeout"} {
		all[code] = []string{word}
	}
	return all
}

// proxyProgram is the program in front, if it says so, or if it has the public port on this
// machine; otherwise nothing.
func (e *examination) proxyProgram(answer *http.Response) string {
	names := strings.ToLower(answer.Header.Get("Server") + " " + answer.Header.Get("Via"))
	for _, h := range e.holders("tcp", "", e.public.PortNumber()) {
		names += " " + h.program
	}
	for _, p := range proxyFiles {
		if strings.Contains(names, p.program) {
			return p.program
		}
	}
	return ""
}

// linesFor are the lines that a proxy wants in its configuration, of each proxy if it is not known
// which one it is.
func linesFor(code, program string) string {
	var all []string
	for _, p := range proxyFiles {
		if len(p.words[code]) == 0 || program != "" && program != p.program {
			continue
		}
		text, err := docs.Proxies.ReadFile(path.Join("proxies", p.file))
		if err != nil {
			panic(err) // it is built in
		}
		var lines []string
		for line := range strings.Lines(string(text)) {
			has := func(word string) bool { return strings.Contains(line, word) }
			if line = strings.TrimSpace(line); !strings.HasPrefix(line, "#") &&
				slices.ContainsFunc(p.words[code], has) {
				lines = append(lines, line)
			}
		}
		all = append(all, p.file+": "+strings.Join(lines, " "))
	}
	return strings.Join(all, " | ")
}

func portText(port uint16) string { return strconv.Itoa(int(port)) }
