package webclient

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

func TestLargeTextIsSentCompressedToWhoTakesIt(t *testing.T) {
	s := serve(t)
	for name, test := range map[string]struct {
		path, accept string
		zipped       bool
	}{
		"a browser":                    {"/assets/large-1d.js", "gzip, deflate, br, zstd", true},
		"in another order":             {"/assets/large-1d.js", "br,GZIP", true},
		"nobody has asked":             {"/assets/large-1d.js", "", false},
		"somebody wants it not":        {"/assets/large-1d.js", "gzip;q=0, br", false},
		"another coding":               {"/assets/large-1d.js", "x-gzip", false},
		"what fits into a packet":      {"/assets/main-1a.js", "gzip", false},
		"what does not become smaller": {"/assets/noise-1e.png", "gzip", false},
	} {
		t.Run(name, func(t *testing.T) {
			request, err := http.NewRequest("GET", s.URL+test.path, nil)
			if err != nil {
				t.Fatal(err)
			}
			// set by hand, Go's client does not decompress
			request.Header.Set("Accept-Encoding", test.accept)
			answer, err := http.DefaultTransport.RoundTrip(request)
			if err != nil {
				t.Fatal(err)
			}
			defer answer.Body.Close()
			var body io.Reader = answer.Body
			if zipped := answer.Header.Get("Content-Encoding") == "gzip"; zipped != test.zipped {
				t.Fatalf("compressed: %v", zipped)
			}
			if test.zipped {
				if body, err = gzip.NewReader(body); err != nil {
					t.Fatal(err)
				}
			}
			got, err := io.ReadAll(body)
			if want := built[strings.TrimPrefix(test.path, "/")].Data; err != nil ||
				!bytes.Equal(got, want) {
				t.Errorf("%d bytes, not %d, %v", len(got), len(want), err)
			}
			if large := strings.Contains(test.path,
				"large"); (answer.Header.Get("Vary") == "Accept-Encoding") != large {
				t.Errorf("vary %q", answer.Header.Get("Vary"))
			}
		})
	}
}

func TestWhatTheBuildCompressedIsSentToWhoTakesIt(t *testing.T) {
	h, err := New(built)
	if err != nil {
		t.Fatal(err)
	}
	large := built["assets/large-1d.js"].Data
	h.takeBrotli(fstest.MapFS{
		fmt.Sprintf("%x.br", sha256.Sum256(large)):         {Data: []byte("in Brotli")},
		fmt.Sprintf("%x.br", sha256.Sum256([]byte("old"))): {Data: []byte("of another build")},
	})
	s := httptest.NewServer(h)
	defer s.Close()
	for accept, coding := range map[string]string{"gzip, deflate, br, zstd": "br", "br": "br",
		"gzip": "gzip", "br;q=0, gzip": "gzip", "": ""} {
		request, err := http.NewRequest("GET", s.URL+"/assets/large-1d.js", nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Accept-Encoding", accept)
		answer, err := http.DefaultTransport.RoundTrip(request)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil || answer.Header.Get("Content-Encoding") != coding ||
			answer.Header.Get("Vary") != "Accept-Encoding" ||
			(string(body) == "in Brotli") != (coding == "br") {
			t.Errorf("%q: %v, %d bytes, %v", accept, answer.Header, len(body), err)
		}
	}
}
