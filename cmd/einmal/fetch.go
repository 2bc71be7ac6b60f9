package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/andybalholm/brotli"

	"einmal/internal/origin"
)

const (
	askTime = 20 * time.Second // one answer
	// bytes of one answer, packed and unpacked: more than the largest file
	askSize    = 8 << 20
	askHeaders = 64 << 10 // bytes
)

// answer is what a server said to one GET; the body is unpacked.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// fetcher asks one server and nobody else: it follows no redirect. The program is what would answer
// here.
type fetcher struct {
	server  origin.Origin
	program http.Handler
	http    *http.Client
}

func newFetcher(server origin.Origin, program http.Handler) *fetcher {
	return &fetcher{server, program, &http.Client{
		Timeout: askTime,
		CheckRedirect: func(*http.Request,
			[]*http.Request) error {
			return http.ErrUseLastResponse
		},
		Transport: &http.Transport{
			Proxy:                  http.ProxyFromEnvironment,
			ForceAttemptHTTP2:      true,
			DisableCompression:     true, // the header has to be ours, and the size is counted
			MaxResponseHeaderBytes: askHeaders,
		},
	}}
}

// fetchBoth asks the program and the server.
func (a *fetcher) fetchBoth(ctx context.Context, path string) (want, got answer, err error) {
	if want, err = a.expectedAnswer(ctx, path); err == nil {
		got, err = a.fetch(ctx, path)
	}
	return want, got, err
}

func (a *fetcher) request(ctx context.Context, path string) (*http.Request, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, a.server.String()+path, nil)
	if err == nil {
		r.Header.Set("Accept-Encoding", "gzip, br") // browsers take it: what they get is what counts
	}
	return r, err
}

func (a *fetcher) fetch(ctx context.Context, path string) (answer, error) {
	request, err := a.request(ctx, path)
	if err != nil {
		return answer{}, err
	}
	response, err := a.http.Do(request)
	if err != nil {
		return answer{}, err
	}
	defer response.Body.Close()
	body, err := readBounded(response.Body)
	if err != nil {
		return answer{}, err
	}
	body, err = decompress(response.Header.Get("Content-Encoding"), body)
	return answer{response.StatusCode, response.Header, body}, err
}

// expectedAnswer is what this program would answer.
func (a *fetcher) expectedAnswer(ctx context.Context, path string) (answer, error) {
	request, err := a.request(ctx, path)
	if err != nil {
		return answer{}, err
	}
	w := &answerRecorder{answer{status: http.StatusOK, header: http.Header{}}}
	a.program.ServeHTTP(w, request)
	w.body, err = decompress(w.header.Get("Content-Encoding"), w.body)
	return w.answer, err
}

// answerRecorder keeps an answer instead of sending it.
type answerRecorder struct{ answer }

func (m *answerRecorder) Header() http.Header { return m.header }

func (m *answerRecorder) WriteHeader(status int) { m.status = status }

func (m *answerRecorder) Write(b []byte) (int, error) {
	m.body = append(m.body, b...)
	return len(b), nil
}

func decompress(coding string, body []byte) ([]byte, error) {
	switch coding {
	case "":
		return body, nil
	case "gzip":
		r, err := gzip.NewReader(bytes.NewReader(body))
		if err != nil {
			return nil, err
		}
		return readBounded(r)
	case "br":
		return readBounded(brotli.NewReader(bytes.NewReader(body)))
	default:
		return nil, fmt.Errorf("the answer is in the coding %q, although only gzip and br were "+
			"asked for", coding)
	}
}

func readBounded(r io.Reader) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r, askSize+1))
	if err == nil && len(body) > askSize {
		err = fmt.Errorf("the answer is larger than %d bytes", askSize)
	}
	return body, err
}

// causeOf leaves out what an error of net/http repeats: method and address.
func causeOf(err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		return wrapped.Err
	}
	return err
}
