// The kubernetes plugin: the vendor's provider with the schema that its module ships.
package main

import (
	_ "embed"

	"github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/provider"
)

//go:embed schema-embed.json
var schema []byte

//go:embed terraform-mapping-embed.json
var mapping []byte

var version = "4.18.1"

func main() { provider.Serve("kubernetes", version, schema, mapping) }
