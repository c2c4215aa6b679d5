// A language host for Node programs on Pulumi's current LanguageRuntime protocol: a stand-in for the vendor's, which its module proxy
// does not serve. It runs programs and policy packs; it installs no dependencies and generates no code.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/cmdutil"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	rpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/emptypb"
)

// version is what the host reports; the build sets it.
var version = "0.0.0"

type host struct {
	rpc.UnimplementedLanguageRuntimeServer
	engine string
}

func (h *host) Handshake(_ context.Context, r *rpc.LanguageHandshakeRequest) (*rpc.LanguageHandshakeResponse, error) {
	h.engine = r.GetEngineAddress()
	return &rpc.LanguageHandshakeResponse{}, nil
}

func (h *host) GetPluginInfo(context.Context, *emptypb.Empty) (*rpc.PluginInfo, error) {
	return &rpc.PluginInfo{Version: version}, nil
}

type pkg struct {
	Name, Version string
	Pulumi        struct {
		Resource              bool
		Name, Version, Server string
	}
}

// GetRequiredPackages names the plugins of the packages in the nearest node_modules that has any.
func (h *host) GetRequiredPackages(_ context.Context, r *rpc.GetRequiredPackagesRequest) (*rpc.GetRequiredPackagesResponse, error) {
	resp := &rpc.GetRequiredPackagesResponse{}
	for dir := r.GetInfo().GetProgramDirectory(); ; dir = filepath.Dir(dir) {
		files, _ := filepath.Glob(filepath.Join(dir, "node_modules", "@*", "*", "package.json"))
		for _, f := range files {
			var p pkg
			if b, err := os.ReadFile(f); err != nil || json.Unmarshal(b, &p) != nil || !p.Pulumi.Resource {
				continue
			}
			name, ver := p.Pulumi.Name, p.Pulumi.Version
			if name == "" {
				name = filepath.Base(filepath.Dir(f))
			}
			if ver == "" {
				ver = p.Version
			}
			resp.Packages = append(resp.Packages, &rpc.PackageDependency{Name: name, Kind: "resource", Version: ver, Server: p.Pulumi.Server})
		}
		if dir == filepath.Dir(dir) || dir == "" || len(files) > 0 {
			return resp, nil
		}
	}
}

// Run starts the program under the SDK's own runner, with what the engine tells it as arguments and environment.
func (h *host) Run(ctx context.Context, r *rpc.RunRequest) (*rpc.RunResponse, error) {
	opts := r.GetInfo().GetOptions().AsMap()
	find := exec.CommandContext(ctx, "node", "-e", "console.log(require.resolve('@pulumi/pulumi/cmd/run'))")
	find.Dir = r.GetInfo().GetProgramDirectory()
	out, err := find.Output()
	if err != nil {
		return &rpc.RunResponse{Error: "the Pulumi SDK is not installed; run npm ci"}, nil
	}
	var args []string
	if s, ok := opts["nodeargs"].(string); ok {
		args = append(args, strings.Fields(s)...)
	}
	args = append(args, strings.TrimSpace(string(out)), "--monitor", r.GetMonitorAddress(), "--engine", h.engine,
		"--organization", r.GetOrganization(), "--project", r.GetProject(), "--stack", r.GetStack(),
		"--pwd", r.GetPwd(), "--root-directory", r.GetInfo().GetRootDirectory(), "--parallel", fmt.Sprint(r.GetParallel()))
	if r.GetDryRun() {
		args = append(args, "--dry-run")
	}
	entry := r.GetInfo().GetEntryPoint()
	if entry == "" {
		entry = "."
	}
	args = append(append(args, entry), r.GetArgs()...)
	cfg, secret := []byte("{}"), []byte("[]")
	if c := r.GetConfig(); c != nil {
		cfg, _ = json.Marshal(c)
	}
	if k := r.GetConfigSecretKeys(); k != nil {
		secret, _ = json.Marshal(k)
	}
	cmd := exec.CommandContext(ctx, "node", args...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	cmd.Dir = r.GetPwd()
	cmd.Env = append(os.Environ(), "PULUMI_CONFIG="+string(cfg), "PULUMI_CONFIG_SECRET_KEYS="+string(secret))
	if ts, ok := opts["typescript"].(bool); !ok || ts {
		cmd.Env = append(cmd.Env, "PULUMI_NODEJS_TYPESCRIPT=true")
	}
	if p, ok := opts["tsconfig"].(string); ok {
		cmd.Env = append(cmd.Env, "PULUMI_NODEJS_TSCONFIG_PATH="+p)
	}
	err = cmd.Run()
	// The runner exits with 32 when it has reported the error itself.
	if cmd.ProcessState != nil && cmd.ProcessState.ExitCode() == 32 {
		return &rpc.RunResponse{Bail: true}, nil
	}
	if err != nil {
		return &rpc.RunResponse{Error: err.Error()}, nil
	}
	return &rpc.RunResponse{}, nil
}

// RunPlugin starts a policy pack (or another plugin program) and streams what it prints, which begins with its port.
func (h *host) RunPlugin(r *rpc.RunPluginRequest, out rpc.LanguageRuntime_RunPluginServer) error {
	script := "@pulumi/pulumi/cmd/run-plugin"
	if r.GetKind() == "analyzer" {
		script = "@pulumi/pulumi/cmd/run-policy-pack"
	}
	dir := r.GetInfo().GetProgramDirectory()
	find := exec.CommandContext(out.Context(), "node", "-e", "console.log(require.resolve('"+script+"'))")
	find.Dir = dir
	path, err := find.Output()
	if err != nil {
		return fmt.Errorf("the Pulumi SDK is not installed in %s; run npm ci there", dir)
	}
	args := append([]string{strings.TrimSpace(string(path))}, r.GetArgs()...)
	cmd := exec.CommandContext(out.Context(), "node", append(args, dir)...)
	cmd.Dir = dir // a policy pack reads its package.json from here
	cmd.Env = append(os.Environ(), r.GetEnv()...)
	cmd.Env = append(cmd.Env, "PULUMI_NODEJS_TYPESCRIPT=true")
	var mu sync.Mutex // a gRPC stream takes one writer at a time
	cmd.Stdout = writer(func(p []byte) error {
		mu.Lock()
		defer mu.Unlock()
		return out.Send(&rpc.RunPluginResponse{Output: &rpc.RunPluginResponse_Stdout{Stdout: p}})
	})
	cmd.Stderr = writer(func(p []byte) error {
		mu.Lock()
		defer mu.Unlock()
		return out.Send(&rpc.RunPluginResponse{Output: &rpc.RunPluginResponse_Stderr{Stderr: p}})
	})
	err = cmd.Run()
	if cmd.ProcessState == nil {
		return err
	}
	return out.Send(&rpc.RunPluginResponse{Output: &rpc.RunPluginResponse_Exitcode{Exitcode: int32(cmd.ProcessState.ExitCode())}})
}

type writer func([]byte) error

func (w writer) Write(p []byte) (int, error) { return len(p), w(append([]byte(nil), p...)) }

func (h *host) About(context.Context, *rpc.AboutRequest) (*rpc.AboutResponse, error) {
	exe, _ := exec.LookPath("node")
	v, _ := exec.Command(exe, "--version").Output()
	return &rpc.AboutResponse{Executable: exe, Version: strings.TrimSpace(string(v))}, nil
}

// main serves on a free port, which it prints for the engine, and ends when the engine is gone.
func main() {
	h := &host{}
	if len(os.Args) > 1 {
		h.engine = os.Args[len(os.Args)-1]
	}
	cancel := make(chan bool)
	if h.engine != "" {
		_ = rpcutil.Healthcheck(context.Background(), h.engine, 5*time.Minute, func() { close(cancel) })
	}
	handle, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{Cancel: cancel,
		Init: func(s *grpc.Server) error { rpc.RegisterLanguageRuntimeServer(s, h); return nil }})
	if err != nil {
		cmdutil.Exit(err)
	}
	fmt.Printf("%d\n", handle.Port)
	if err := <-handle.Done; err != nil {
		cmdutil.Exit(err)
	}
}
