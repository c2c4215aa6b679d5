import { Note } from "../commands/progress";
import { Download } from "./download";

export type Way = "path" | "vendor" | "build";

/** One tool and the ways to get it, in their order: on PATH in a version that fits, the vendor's download, a build. */
export interface Tool {
  name: string;
  version: string;
  /** The executables that it consists of: file names in the folder that a download or a build fills. */
  files: string[];
  /** How to recognise it on PATH: all its files must be there, and this command must print a version in the range. */
  onPath?: { args: string[]; range: string };
  vendor: {
    download: Download;
    /** Pinned SHA-256, where it is known. */
    sha256?: string;
    /** Unpacks the downloaded file into the folder. */
    unpack: (file: string, folder: string) => Promise<void>;
  };
  build: {
    /** For the user: from what it is made. */
    how: string;
    /** For the user: how long that takes cold, on two idle cores. */
    takes: string;
    /** Files and folders that the result depends on. */
    recipe: string[];
    run: (folder: string, note: Note) => Promise<void>;
  };
}

/** The first way that is open. */
export function chooseWay(open: { path: boolean; vendor: boolean }): Way {
  const order: [Way, boolean][] = [
    ["path", open.path],
    ["vendor", open.vendor],
    ["build", true],
  ];
  return (order.find(([, isOpen]) => isOpen) as [Way, boolean])[0];
}
