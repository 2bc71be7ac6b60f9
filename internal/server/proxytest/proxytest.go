// Package proxytest runs the server behind real proxies, each as docs/proxies has it.
package proxytest

import (
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"einmal/docs"
	"einmal/internal/freeport"
	"einmal/internal/server/servertest"
)

// Proxy is a program in front of the server.
type Proxy struct {
	Program string
	module  string // a file that the program loads and that need not be there
	snippet string // in docs/proxies
	// its whole configuration around the snippet, and how it is started on that
	wrap  func(t *testing.T, dir, snippet string) string
	start []string // CONFIG stands for the file, DIR for its directory
	// what to replace in the snippet to leave out one thing, by the code that people read then
	Without map[string][2]string
}

// Proxies are those that Debian has.
var Proxies = []Proxy{
	{
		Program: "nginx", snippet: "nginx.conf",
		wrap: func(_ *testing.T, dir, snippet string) string {
			text := "pid DIR/pid;\nerror_log stderr error;\nevents {}\nhttp {\n"
			for _, kind := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
				text += kind + "_temp_path DIR/" + kind + ";\n"
			}
			return strings.ReplaceAll(text, "DIR", dir) + snippet + "}\n"
		},
		start: []string{"-e", "stderr", "-p", "DIR", "-c", "CONFIG", "-g",
			"daemon off; master_process off;"},
		Without: map[string][2]string{
			"bad-host":         {"proxy_set_header Host $http_host;", ""},
			"no-forwarded-for": {"proxy_set_header X-Forwarded-For $remote_addr;", ""},
			"no-upgrade":       {"proxy_set_header Upgrade $http_upgrade;", ""},
		},
	},
	{
		Program: "caddy", snippet: "Caddyfile",
		wrap: func(_ *testing.T, dir, snippet string) string {
			snippet = strings.Replace(snippet, "{\n", "{\n\tadmin off\n"+
				"\tauto_https disable_redirects\n", 1)
			return strings.Replace(snippet, "\treverse_proxy", "\ttls "+dir+"/certificate.pem "+dir+
				"/key.pem\n\treverse_proxy", 1)
		},
		start: []string{"run", "--adapter", "caddyfile", "--config", "CONFIG"},
		Without: map[string][2]string{
			"bad-host":         caddyHeader("Host {upstream_hostport}"),
			"no-forwarded-for": caddyHeader("-X-Forwarded-For"),
			"no-upgrade":       caddyHeader("-Upgrade"),
		},
	},
	{
		Program: "apache2", snippet: "apache.conf",
		wrap: func(_ *testing.T, dir, snippet string) string {
			text := "ServerRoot " + dir + "\nPidFile " + dir + "/pid\nListen 127.0.0.1:443\n" +
				"DefaultRuntimeDir " + dir + "\nErrorLog " + dir + "/log\nServerName localhost\n"
			for _, module := range []string{"mpm_event", "authz_core", "ssl", "socache_shmcb",
				"proxy", "proxy_http"} {
				text += "LoadModule " + module + "_module /usr/lib/apache2/modules/mod_" + module +
					".so\n"
			}
			if os.Geteuid() == 0 {
				text += "User nobody\nGroup nogroup\n"
			}
			return text + snippet
		},
		start: []string{"-DFOREGROUND", "-f", "CONFIG"},
		Without: map[string][2]string{
			"bad-host":         {"ProxyPreserveHost On", ""},
			"no-forwarded-for": {"ProxyPreserveHost On", "ProxyPreserveHost On\nProxyAddHeaders Off"},
			"no-upgrade":       {"upgrade=websocket ", ""},
		},
	},
	{
		Program: "haproxy", snippet: "haproxy.cfg",
		wrap:  func(_ *testing.T, _, snippet string) string { return snippet },
		start: []string{"-db", "-f", "CONFIG"},
		Without: map[string][2]string{
			"bad-host": {"option forwardfor",
				"option forwardfor\n\thttp-request set-header Host 127.0.0.1"},
			"no-forwarded-for": {"option forwardfor", ""},
			"no-upgrade": {"option forwardfor",
				"option forwardfor\n\thttp-request del-header Upgrade"},
		},
	},
}

func caddyHeader(change string) [2]string {
	const upstream = "reverse_proxy 127.0.0.1:8080"
	return [2]string{upstream, upstream + " {\nheader_up " + change + "\n}"}
}

// Site is a server behind a proxy.
type Site struct {
	*servertest.Server
	Port string // the proxy's
	Data string // the data directory of the server

	t *testing.T
}

// Run starts the server and the proxy, with one thing of the snippet replaced by another.
func (p Proxy) Run(t *testing.T, replace [2]string) *Site {
	t.Helper()
	return p.runWith(t, replace, func(port string) []string {
		return []string{"-public-url", "https://localhost:" + port, "-trusted-proxy", "127.0.0.1",
			"-relay-listen", "127.0.0.1:0", "-relay-address", "192.0.2.1"}
	})
}

// runWith is Run with other flags of the server, made from the proxy's port.
func (p Proxy) runWith(t *testing.T, replace [2]string, flags func(port string) []string) *Site {
	t.Helper()
	program, err := exec.LookPath(p.Program)
	if err != nil {
		if program, err = exec.LookPath("/usr/sbin/" + p.Program); err != nil {
			t.Skipf("SKIPPED: %s is not here: make proxies installs it", p.Program)
		}
	}
	if _, err := os.Stat(p.module); p.module != "" && err != nil {
		t.Skipf("SKIPPED: %s is not here: make proxies installs it", p.module)
	}
	port := strconv.Itoa(freeport.Find(t))
	server := freeport.Address(t)
	dir := t.TempDir()
	servertest.WriteCertificate(t, dir)
	config := filepath.Join(dir, "proxy.conf")
	text := p.config(t, dir, replace, port, server)
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	arguments := make([]string, len(p.start))
	for i, one := range p.start {
		arguments[i] = strings.NewReplacer("DIR", dir, "CONFIG", config).Replace(one)
	}
	command := exec.Command(program, arguments...)
	command.Env = append(os.Environ(), "HOME="+dir, "XDG_DATA_HOME="+dir)
	var said strings.Builder
	command.Stdout, command.Stderr = &said, &said
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() { command.Wait(); close(done) }()
	t.Cleanup(func() {
		command.Process.Signal(syscall.SIGTERM) // which takes its children with it
		select {
		case <-done:
		case <-time.After(10 * time.Second):
			command.Process.Kill()
			<-done
		}
	})
	for end := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
		c, err := net.Dial("tcp", "127.0.0.1:"+port)
		if err == nil {
			c.Close()
			// after the proxy, through which an authority looks for a certificate at once
			data := t.TempDir()
			s := servertest.StartOn(t, data, append(flags(port), "-listen", server)...)
			return &Site{s, port, data, t}
		}
		select {
		case <-done:
			t.Fatalf("%s has ended: %s", p.Program, said.String())
		default:
		}
		if time.Now().After(end) {
			t.Fatalf("%s does not answer", p.Program)
		}
	}
}

// config is the snippet of the documentation with this machine's names, ports and files.
func (p Proxy) config(t *testing.T, dir string, replace [2]string, port, server string) string {
	t.Helper()
	text, err := docs.Proxies.ReadFile("proxies/" + p.snippet)
	if err != nil {
		t.Fatal(err)
	}
	if replace[0] != "" && strings.Count(string(text), replace[0]) != 1 {
		t.Fatalf("%q is not in the snippet", replace[0])
	}
	snippet := withoutComments(string(text))
	snippet = strings.ReplaceAll(snippet, replace[0], replace[1])
	return strings.NewReplacer(
		"/etc/ssl/call.example/fullchain.pem", dir+"/certificate.pem",
		"/etc/ssl/call.example/privkey.pem", dir+"/key.pem",
		"/etc/ssl/call.example/both.pem", bothFile(t, dir),
		"https://call.example", "https://localhost:"+port, "call.example", "localhost",
		"127.0.0.1:8080", server, "127.0.0.1:8443", server, "listen 443", "listen 127.0.0.1:"+port, "listen [::]:443",
		"listen [::1]:"+port, "bind :443", "bind 127.0.0.1:"+port, "*:443", "*:"+port,
		"127.0.0.1:443", "127.0.0.1:"+port).Replace(p.wrap(t, dir, snippet))
}

func withoutComments(text string) string {
	var kept []string
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(strings.TrimSpace(line), "#") {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "")
}

// bothFile is certificate and key in one file, as HAProxy wants them.
func bothFile(t *testing.T, dir string) string {
	t.Helper()
	var both []byte
	for _, name := range []string{"certificate.pem", "key.pem"} {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		both = append(both, text...)
	}
	file := filepath.Join(dir, "both.pem")
	if err := os.WriteFile(file, both, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// dial opens a socket through the proxy, as somebody on this address of the loopback.
func (s *Site) dial(from string) (*websocket.Conn, *http.Response, error) {
	dialer := websocket.Dialer{Subprotocols: []string{"einmal.1"},
		HandshakeTimeout: 10 * time.Second, TLSClientConfig: servertest.Trust(s.t),
		NetDial: func(network, _ string) (net.Conn, error) {
			d := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(from)}}
			return d.Dial(network, "127.0.0.1:"+s.Port)
		}}
	return dialer.Dial("wss://localhost:"+s.Port+"/signal", http.Header{"Origin": {s.Public}})
}

var relayPort = regexp.MustCompile(`relay +\S+ and TCP (\S+?),? `)

// Relay is where the server said that its relay is.
func (s *Site) Relay() string {
	s.t.Helper()
	found := relayPort.FindStringSubmatch(s.Said)
	if found == nil {
		s.t.Fatalf("no relay in %q", s.Said)
	}
	return found[1]
}
