//go:build tools

// Package tools keeps the language host for Python in go.mod: it is built from its module as it is.
package tools

import _ "github.com/pulumi/pulumi/sdk/v3/python/cmd/pulumi-language-python"
