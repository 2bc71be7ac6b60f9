package archtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// keysHome is where the list of keys stands that a log line may carry: none of them holds an
// address, a name, a room id, a token or SDP. The server's log drops all others; here they do not
// even get into the tree.
const keysHome = "internal/server/logging/logging.go"

// logCalls maps a method of slog or of a logger to the position of its message; the pairs follow
// it.
var logCalls = map[string]int{
	"Debug": 0, "Info": 0, "Warn": 0, "Error": 0,
	"DebugContext": 1, "InfoContext": 1, "WarnContext": 1, "ErrorContext": 1,
	"Log": 2, "LogAttrs": 2, "With": -1,
}

func TestLogLinesSayNothingPrivate(t *testing.T) {
	keys := listedKeys(t)
	for _, f := range sources(t, ".", ".go") {
		if strings.HasSuffix(f.path, "_test.go") {
			continue
		}
		files := token.NewFileSet()
		parsed, err := parser.ParseFile(files, f.path, f.text, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok && isLogCall(call) {
				for _, fault := range logFaults(call, keys) {
					t.Errorf("%s: %s", files.Position(call.Pos()), fault)
				}
			}
			return true
		})
	}
}

// isLogCall goes by names: slog.Info(…), log.Warn(…), s.logger.Error(…).
func isLogCall(call *ast.CallExpr) bool {
	method, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	if _, ok := logCalls[method.Sel.Name]; !ok {
		return false
	}
	switch receiver := method.X.(type) {
	case *ast.Ident:
		return isLoggerName(receiver.Name)
	case *ast.SelectorExpr:
		return isLoggerName(receiver.Sel.Name)
	case *ast.CallExpr:
		return isLogCall(receiver)
	}
	return false
}

func isLoggerName(name string) bool {
	name = strings.ToLower(name)
	return name == "slog" || strings.HasSuffix(name, "log") || strings.HasSuffix(name, "logger")
}

// logFaults wants a message and keys that are written out, and keys that are on the list.
func logFaults(call *ast.CallExpr, keys []string) []string {
	var faults []string
	at := logCalls[call.Fun.(*ast.SelectorExpr).Sel.Name]
	if at >= 0 {
		if at >= len(call.Args) {
			return []string{"a log line without a message"}
		}
		if _, ok := literal(call.Args[at]); !ok {
			faults = append(faults, "the message of a log line is a literal, so that nothing can "+
				"slip into it")
		}
	}
	for i := at + 1; i < len(call.Args); i++ {
		key, ok := literal(call.Args[i])
		if ok {
			i++ // its value
		} else if attribute, isCall := call.Args[i].(*ast.CallExpr); isCall &&
			len(attribute.Args) > 0 {
			key, ok = literal(attribute.Args[0])
		}
		if !ok || !slices.Contains(keys, key) {
			faults = append(faults, "log key "+strconv.Quote(key)+" is not on the list")
		}
	}
	return faults
}

// listedKeys reads the list out of the server's source.
func listedKeys(t *testing.T) []string {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, keysHome), nil,
		parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	ast.Inspect(parsed, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || spec.Names[0].Name != "logKeys" || len(spec.Values) != 1 {
			return true
		}
		for _, element := range spec.Values[0].(*ast.CompositeLit).Elts {
			key, _ := literal(element)
			keys = append(keys, key)
		}
		return false
	})
	if len(keys) == 0 {
		t.Fatalf("%s has no list logKeys", keysHome)
	}
	return keys
}

// literal is also one that goes on in the next line.
func literal(e ast.Expr) (string, bool) {
	if sum, ok := e.(*ast.BinaryExpr); ok && sum.Op == token.ADD {
		left, isLeft := literal(sum.X)
		right, isRight := literal(sum.Y)
		return left + right, isLeft && isRight
	}
	basic, ok := e.(*ast.BasicLit)
	if !ok || basic.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(basic.Value)
	return s, err == nil
}
