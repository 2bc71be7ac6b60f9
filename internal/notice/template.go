package notice

import (
	"fmt"
	"html"
	"reflect"
	"strings"
	"text/template/parse"
)

// textTemplate fills in what text/template would parse. That package itself calls methods by names
// that it learns at run time, so the linker would keep every exported method of every type that the
// program has: 1.6 MB. Our texts use no methods, no variables and no pipes.
type textTemplate struct {
	trees  map[string]*parse.Tree
	funcs  map[string]any
	escape func(string) string
}

// markup is a value that goes into a page as it is.
type markup string

func parseTemplate(name, text string, funcs map[string]any) (*textTemplate, error) {
	trees, err := parse.Parse(name, text, "", "", funcs, builtins)
	if err != nil {
		return nil, err
	}
	return &textTemplate{trees, funcs, func(s string) string { return s }}, nil
}

// parsePage is parseTemplate for HTML: values stand in text or in a quoted attribute, never in a
// script. Those in href are our own paths, or what spansOf found.
func parsePage(name, text string, funcs map[string]any) (*textTemplate, error) {
	t, err := parseTemplate(name, text, funcs)
	if err == nil {
		t.escape = html.EscapeString
	}
	return t, err
}

// builtins are those of text/template, all of whose arguments are evaluated.
var builtins = map[string]any{
	"eq":    func(a, b any) bool { return fmt.Sprint(a) == fmt.Sprint(b) },
	"ne":    func(a, b any) bool { return fmt.Sprint(a) != fmt.Sprint(b) },
	"not":   func(a any) bool { return !isTrue(a) },
	"and":   func(a, b any) any { return firstOf(!isTrue(a), a, b) },
	"or":    func(a, b any) any { return firstOf(isTrue(a), a, b) },
	"index": func(list any, i int) any { return reflect.ValueOf(list).Index(i).Interface() },
}

func firstOf(first bool, a, b any) any {
	if first {
		return a
	}
	return b
}

// isTrue is the same as in text/template, for what our texts have.
func isTrue(value any) bool {
	switch v := reflect.ValueOf(value); v.Kind() {
	case reflect.String, reflect.Slice, reflect.Array:
		return v.Len() > 0
	case reflect.Struct:
		return true
	default:
		return !v.IsZero()
	}
}

// fill writes the template of this name. Errors: the text names what is not there.
func (t *textTemplate) fill(name string, data any) (string, error) {
	var out strings.Builder
	err := t.fillNode(&out, t.trees[name].Root, data)
	return out.String(), err
}

func (t *textTemplate) fillNode(out *strings.Builder, node parse.Node, dot any) error {
	switch n := node.(type) {
	case *parse.TextNode:
		out.Write(n.Text)
	case *parse.ListNode:
		if n == nil { // no else
			return nil
		}
		for _, one := range n.Nodes {
			if err := t.fillNode(out, one, dot); err != nil {
				return err
			}
		}
	case *parse.ActionNode:
		value, err := t.valueOf(n.Pipe, dot)
		if err != nil {
			return err
		}
		if ours, ok := value.(markup); ok {
			out.WriteString(string(ours))
		} else {
			out.WriteString(t.escape(fmt.Sprint(value)))
		}
	case *parse.IfNode:
		return t.fillBranch(out, n.BranchNode, dot, func(any) []any { return []any{dot} })
	case *parse.WithNode:
		return t.fillBranch(out, n.BranchNode, dot, func(value any) []any { return []any{value} })
	case *parse.RangeNode:
		return t.fillBranch(out, n.BranchNode, dot, elements)
	case *parse.TemplateNode:
		value, err := t.valueOf(n.Pipe, dot)
		if err != nil {
			return err
		}
		return t.fillNode(out, t.trees[n.Name].Root, value)
	default:
		return fmt.Errorf("%s is nothing that our texts have", node)
	}
	return nil
}

// fillBranch writes the first part once for each of dots, or the other if the value is empty.
func (t *textTemplate) fillBranch(out *strings.Builder, n parse.BranchNode, dot any,
	dots func(value any) []any) error {
	value, err := t.valueOf(n.Pipe, dot)
	if err != nil {
		return err
	}
	if !isTrue(value) {
		return t.fillNode(out, n.ElseList, dot)
	}
	for _, one := range dots(value) {
		if err := t.fillNode(out, n.List, one); err != nil {
			return err
		}
	}
	return nil
}

func elements(list any) (all []any) {
	v := reflect.ValueOf(list)
	for i := range v.Len() {
		all = append(all, v.Index(i).Interface())
	}
	return all
}

func (t *textTemplate) valueOf(node parse.Node, dot any) (any, error) {
	switch n := node.(type) {
	case *parse.PipeNode:
		if len(n.Cmds) == 1 && len(n.Decl) == 0 {
			return t.resultOf(n.Cmds[0].Args, dot)
		}
	case *parse.IdentifierNode:
		return t.resultOf([]parse.Node{n}, dot)
	case *parse.DotNode:
		return dot, nil
	case *parse.StringNode:
		return n.Text, nil
	case *parse.NumberNode:
		return int(n.Int64), nil
	case *parse.FieldNode:
		value := reflect.ValueOf(dot)
		for _, name := range n.Ident {
			if value.Kind() != reflect.Struct || !value.FieldByName(name).IsValid() {
				return nil, fmt.Errorf("%s: there is no %s", n, name)
			}
			value = value.FieldByName(name)
		}
		return value.Interface(), nil
	}
	return nil, fmt.Errorf("%s is nothing that our texts have", node)
}

// resultOf calls a function, or gives the value of what stands alone.
func (t *textTemplate) resultOf(words []parse.Node, dot any) (any, error) {
	name, ok := words[0].(*parse.IdentifierNode)
	if !ok {
		if len(words) > 1 {
			return nil, fmt.Errorf("%s is no function", words[0])
		}
		return t.valueOf(words[0], dot)
	}
	called := t.funcs[name.Ident]
	if called == nil {
		called = builtins[name.Ident]
	}
	function := reflect.ValueOf(called)
	if function.Type().NumIn() != len(words)-1 {
		return nil, fmt.Errorf("%s takes %d arguments", name, function.Type().NumIn())
	}
	var arguments []reflect.Value
	for i, word := range words[1:] {
		value, err := t.valueOf(word, dot)
		if err != nil {
			return nil, err
		}
		if value := reflect.ValueOf(value); value.Type().AssignableTo(function.Type().In(i)) {
			arguments = append(arguments, value)
		} else {
			return nil, fmt.Errorf("%s does not take %s", name, word)
		}
	}
	return function.Call(arguments)[0].Interface(), nil
}
