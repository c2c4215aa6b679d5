import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, mkdtemp, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { runCommand } from "../../commands/subprocess";

/** An image: root file systems laid over each other, and how to start it. */
export interface Image {
  /** Full name with tag. */
  name: string;
  layers: string[];
  entrypoint?: string[];
  cmd?: string[];
  env?: Record<string, string>;
  user?: string;
  workingDir?: string;
}

interface Blob {
  digest: string;
  size: number;
}

/** Owners, times and order are fixed: the same files give the same layer. */
const REPRODUCIBLE = ["--sort=name", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner", "--format=posix"];
/** Without these, the header names the process that made the archive. */
const PLAIN_HEADERS = "--pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime";

const MEDIA = "application/vnd.oci.image";

/** Writes an OCI image archive that containerd and kind import. Layers that images share are in it once, uncompressed: it is only ever read here. */
export async function writeArchive(file: string, images: Image[]): Promise<void> {
  const layout = await mkdtemp(join(dirname(file), "layout-"));
  try {
    const blobs = join(layout, "blobs/sha256");
    await mkdir(blobs, { recursive: true });
    const layers = new Map<string, Blob>();
    for (const root of new Set(images.flatMap((image) => image.layers))) layers.set(root, await addLayer(blobs, root));
    const manifests = [];
    for (const image of images) manifests.push(await addImage(blobs, image, layers));
    await writeFile(join(layout, "oci-layout"), '{"imageLayoutVersion":"1.0.0"}');
    await writeFile(join(layout, "index.json"), JSON.stringify({ schemaVersion: 2, manifests }));
    await runCommand("tar", [...REPRODUCIBLE, PLAIN_HEADERS, "-cf", file, "-C", layout, "."]);
  } finally {
    await rm(layout, { recursive: true, force: true });
  }
}

async function addLayer(blobs: string, root: string): Promise<Blob> {
  const temporary = join(blobs, "layer");
  await runCommand("tar", [...REPRODUCIBLE, PLAIN_HEADERS, "-cf", temporary, "-C", root, "."]);
  const hash = createHash("sha256");
  await pipeline(createReadStream(temporary), hash);
  const sum = hash.digest("hex");
  const { size } = await stat(temporary);
  await rename(temporary, join(blobs, sum));
  return { digest: `sha256:${sum}`, size };
}

async function addJson(blobs: string, value: unknown): Promise<Blob> {
  const text = JSON.stringify(value);
  const sum = createHash("sha256").update(text).digest("hex");
  await writeFile(join(blobs, sum), text);
  return { digest: `sha256:${sum}`, size: Buffer.byteLength(text) };
}

async function addImage(blobs: string, image: Image, known: Map<string, Blob>): Promise<object> {
  const layers = image.layers.map((root) => known.get(root) as Blob);
  const platform = { os: "linux", architecture: process.arch === "x64" ? "amd64" : process.arch };
  const config = await addJson(blobs, {
    ...platform,
    created: "1970-01-01T00:00:00Z",
    config: {
      Entrypoint: image.entrypoint,
      Cmd: image.cmd,
      Env: Object.entries(image.env ?? {}).map(([name, value]) => `${name}=${value}`),
      User: image.user,
      WorkingDir: image.workingDir ?? "/",
    },
    rootfs: { type: "layers", diff_ids: layers.map(({ digest }) => digest) },
  });
  const manifest = await addJson(blobs, {
    schemaVersion: 2,
    mediaType: `${MEDIA}.manifest.v1+json`,
    config: { mediaType: `${MEDIA}.config.v1+json`, ...config },
    layers: layers.map((layer) => ({ mediaType: `${MEDIA}.layer.v1.tar`, ...layer })),
  });
  return {
    mediaType: `${MEDIA}.manifest.v1+json`,
    ...manifest,
    platform,
    annotations: {
      "io.containerd.image.name": image.name,
      "org.opencontainers.image.ref.name": image.name.split(":").pop(),
    },
  };
}
