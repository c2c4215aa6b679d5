// The random plugin: HashiCorp's Terraform provider under Pulumi's bridge, with the mapping that this project needs and more.
package main

import (
	"context"
	_ "embed"
	"fmt"

	pf "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/pf/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	"github.com/terraform-providers/terraform-provider-random/shim"
)

// version is what the plugin reports; the build sets it.
var version = "4.21.2"

// The schema ships with the bridge's own tests; the build stamps the version into it.
//
//go:embed schema-embed.json
var schema []byte

// tok gives a Terraform resource its Pulumi name.
func tok(name, file string) *tfbridge.ResourceInfo {
	return &tfbridge.ResourceInfo{Tok: tokens.Type(fmt.Sprintf("random:index/%s:%s", file, name))}
}

func main() {
	bytesID := tok("RandomBytes", "randomBytes")
	// The Terraform resource has no id of its own.
	bytesID.ComputeID = func(_ context.Context, st resource.PropertyMap) (resource.ID, error) {
		v, ok := st["base64"]
		if !ok {
			return "", fmt.Errorf("no base64 property in state")
		}
		if v.IsSecret() {
			v = v.SecretValue().Element
		}
		return resource.ID(v.StringValue()), nil
	}
	info := tfbridge.ProviderInfo{
		Name: "random", Version: version, P: pf.ShimProvider(shim.New()),
		MetadataInfo: tfbridge.NewProviderMetadata([]byte("{}")),
		Resources: map[string]*tfbridge.ResourceInfo{
			"random_id":       tok("RandomId", "randomId"),
			"random_password": tok("RandomPassword", "randomPassword"),
			"random_pet":      tok("RandomPet", "randomPet"),
			"random_shuffle":  tok("RandomShuffle", "randomShuffle"),
			"random_string":   tok("RandomString", "randomString"),
			"random_integer":  tok("RandomInteger", "randomInteger"),
			"random_uuid":     tok("RandomUuid", "randomUuid"),
			"random_bytes":    bytesID,
		},
	}
	pf.Main(context.Background(), "random", info, pf.ProviderMetadata{PackageSchema: schema})
}
