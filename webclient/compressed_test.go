package webclient

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/andybalholm/brotli"
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

// TestWhatTheBuildCompressedIsSentToEverybody: as it is to who takes it, and else unpacked.
func TestWhatTheBuildCompressedIsSentToEverybody(t *testing.T) {
	large := built["assets/large-1d.js"].Data
	var small bytes.Buffer
	w := brotli.NewWriter(&small)
	if _, err := w.Write(large); err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	h, err := New(fstest.MapFS{"index.html": built["index.html"],
		"assets/large-1d.js.br": {Data: small.Bytes()}})
	if err != nil {
		t.Fatal(err)
	}
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
		sent, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil || answer.Header.Get("Content-Encoding") != coding ||
			answer.Header.Get("Vary") != "Accept-Encoding" ||
			answer.Header.Get("Content-Type") != "text/javascript; charset=utf-8" {
			t.Errorf("%q: %v, %d bytes, %v", accept, answer.Header, len(sent), err)
		}
		if got := unpackFor(t, coding, sent); !bytes.Equal(got, large) {
			t.Errorf("%q: %d bytes of something else", accept, len(got))
		}
	}
	// however often somebody asks, it is unpacked once, and packed once
	f := h.files["/assets/large-1d.js"]
	for _, body := range []func() []byte{f.plain, f.zipped} {
		if first := body(); &first[0] != &body()[0] {
			t.Error("it is unpacked again")
		}
	}
	if files := h.Files(); !bytes.Equal(files[0].Body, large) ||
		files[0].Name != "assets/large-1d.js" {
		t.Errorf("%s is listed with %d bytes", files[0].Name, len(files[0].Body))
	}
}

func unpackFor(t *testing.T, coding string, sent []byte) []byte {
	t.Helper()
	var body io.Reader = bytes.NewReader(sent)
	var err error
	switch coding {
	case "br":
		body = brotli.NewReader(body)
	case "gzip":
		body, err = gzip.NewReader(body)
	}
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	return got
}
