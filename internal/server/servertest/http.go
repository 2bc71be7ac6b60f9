package servertest

import (
	"io"
	"net/http"
	"testing"
)

// Get asks for a URL and follows no redirect; change may change the request.
func Get(t testing.TB, url string, change func(*http.Request)) (*http.Response, string) {
	t.Helper()
	request, err := http.NewRequest("GET", url, nil)
	if err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(request)
	}
	answer, err := http.DefaultTransport.RoundTrip(request) // follows no redirect
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer, string(body)
}

// GetTLS is get over TLS; host is the Host header.
func GetTLS(t testing.TB, p Endpoint, host, path string) (*http.Response, string) {
	t.Helper()
	transport := &http.Transport{TLSClientConfig: Trust(t), ForceAttemptHTTP2: true}
	defer transport.CloseIdleConnections()
	request, err := http.NewRequest("GET", "https://"+p.Address+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Host = host
	answer, err := transport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer, string(body)
}
