import type { AppError, ErrorCode, ErrorFacts } from "@/lib/core/errors";

type Sentence = (facts: ErrorFacts) => string;

/** The named fact between `before` and `after`, or "" when it is not known. */
function fact(facts: ErrorFacts, name: string, before = "", after = ""): string {
  const value = facts[name];
  return value === undefined || value === "" ? "" : `${before}${value}${after}`;
}

/** Both readings of a set that a person has to choose between. */
function twoReadings(facts: ErrorFacts): string {
  if (facts.about === "class-file")
    return `${fact(facts, "first")} names its classes ${fact(facts, "firstNames")}, and ${fact(facts, "second")} names them ${fact(facts, "secondNames")}`;
  if (facts.about === "answer") return `${fact(facts, "why")} It could be ${fact(facts, "options")}`;
  if (facts.about !== "rows") return "its labels fit more than one";
  const { rows, length, file, line, text, boxes, outlines } = facts;
  return (
    `${rows} of its rows have ${length} numbers behind the class, as line ${line} of ${file} (${text}). ` +
    `As boxes the first four numbers are the box, here from ${boxes}, and the rest is left out (keypoints, or a score and a track id). ` +
    `As outlines all numbers are points, and the box around them is taken, here from ${outlines}`
  );
}

/**
 * For every code: what happened, that nothing was lost, and what to do. English, for the server and, but for those in
 * `ON_COMMAND_LINE`, the command line; the page has its own catalogue and may fall back to these.
 */
const SENTENCES: Readonly<Record<ErrorCode, Sentence>> = {
  "photo/not-an-image": () =>
    "This file is not a picture. Nothing was changed; choose a JPEG, PNG, WebP, AVIF, HEIC, GIF, TIFF or BMP photo.",
  "photo/unsupported-format": (f) =>
    `Forage does not open ${fact(f, "format") || "this kind of"} files. Nothing was changed; export it as a JPEG or PNG and try again.`,
  "photo/truncated": () =>
    "This photo was cut off before its end. Nothing was changed; copy it again from where it came from.",
  "photo/damaged": (f) =>
    `This photo is damaged, or is a kind of ${fact(f, "format") || "picture"} that cannot be read here. Nothing was changed; open it in another program, save it as a JPEG or PNG and use that.`,
  "photo/empty": () =>
    "This file is empty (0 bytes). Nothing was changed; copy the photo again from where it came from.",
  "photo/same-again": (f) =>
    `This photo is here already${fact(f, "known", ", as ")}. Nothing was changed; the first one stays, with its boxes.`,
  "photo/too-many-pixels": (f) =>
    `This photo is too large to open${fact(f, "width", " (")}${fact(f, "height", " × ", " px)")}; the limit is ${fact(f, "limitMegapixels") || "120"} megapixels${fact(f, "limitSidePx", " and ", " px a side")}. Nothing was changed; make it smaller and try again.`,
  "photo/too-many-bytes": (f) =>
    `This file is larger than ${fact(f, "limitMegabytes") || "50"} MB. Nothing was changed; save a smaller copy and try again.`,
  "url/invalid": () =>
    "This is not an address Forage can open. Nothing was changed; use one that starts with http:// or https://.",
  "url/private-address": (f) =>
    `${fact(f, "host") || "This address"} leads into a private network, and Forage does not fetch from there. Nothing was changed; save it to a file and open that instead.`,
  "url/unreachable": (f) =>
    `${fact(f, "host") || "This address"} could not be reached${fact(f, "status", " (it answered ", ")")}. Nothing was changed; check the address, or save it to a file and open that instead.`,
  "url/too-large": (f) =>
    `The file at this address is larger than ${fact(f, "limitMegabytes") || "50"} MB. Nothing was changed; use a smaller one.`,
  "url/too-slow": (f) =>
    `${fact(f, "host") || "The server at this address"} took longer than ${fact(f, "limitSeconds") || "15"} seconds. Nothing was changed; try again, or save it to a file and open that instead.`,
  "url/not-an-image": (f) =>
    `This address leads to ${fact(f, "contentType") || "something"} that is not a photo. Nothing was changed; open the picture itself and copy its address.`,
  "url/not-a-page": (f) =>
    `This address leads to ${fact(f, "contentType") || "something"} that is not a web page. Nothing was changed; copy the address of the page the recipe stands on.`,
  "recipe/none-found": (f) =>
    `No recipe was found${fact(f, "host", " on ")}. Nothing was changed; many sites describe theirs in a way Forage reads, but not all do. Copy the ingredients and steps by hand.`,
  "recipe/unknown-format": () =>
    "Forage does not know this kind of file. Nothing was changed; choose an export of Mealie, Tandoor or Paprika, a CSV file, JSON-LD or a saved page.",
  "recipe/damaged-file": (f) =>
    `This file is damaged or was cut off${fact(f, "entry", " (", ")")}. What was taken over before is kept; export it again and try once more.`,
  "model/missing": (f) =>
    `The model${fact(f, "model", " ")} is not complete: ${fact(f, "file") || "a file"} is missing. Your photos and boxes are safe; get the file back (git checkout -- models) or install Forage again.`,
  "model/corrupt": (f) =>
    `The model${fact(f, "model", " ")} is damaged: ${fact(f, "file") || "a file"} is not what its manifest says. Your photos and boxes are safe; get the file back (git checkout -- models) or install Forage again.`,
  "model/unsupported-operator": (f) =>
    `This model uses an operation Forage does not know${fact(f, "op", ": ")}${fact(f, "node", " (node ", ")")}${fact(f, "detail", ", ")}. Nothing was changed; export it again with opset 17, or use another model.`,
  "model/unsupported-head": (f) =>
    `Forage cannot read this model's output${fact(f, "shape", " (", ")")}. Nothing was changed; export a YOLO detection model and try again.`,
  "model/not-onnx": (f) =>
    `This file is not a whole ONNX model${fact(f, "reason", ": ")}. Nothing was registered; export the network as .onnx (for Ultralytics: yolo export format=onnx) and upload that.`,
  "model/not-fitting": (f) =>
    `This network cannot be used here: ${fact(f, "reason") || "it is no detector Forage knows"}. Nothing was registered; ${fact(f, "advice") || "export a YOLO detection model (yolo export format=onnx) and bring that"}.`,
  "model/head-unclear": (f) =>
    `The output of ${fact(f, "shape") || "this network"} can be read in more than one way. Nothing was registered; say which YOLO it is and try again.`,
  "model/class-count": (f) =>
    `This network answers for ${fact(f, "found") || "another number of"} classes, and ${fact(f, "given") || "none"} are named. Nothing was registered; name each of them, in the order it was trained with.`,
  "model/no-parity": (f) =>
    `In the browser this network would answer differently than as ONNX${fact(f, "boxPx", " (boxes by ", " px")}${fact(f, "score", ", scores by ", ")")}. Nothing was registered; export it again with opset 17 in 32-bit floats.`,
  "model/id-taken": (f) =>
    `There is already another model called ${fact(f, "model")}. Nothing was changed; give this one another name or a higher version.`,
  "model/is-champion": (f) =>
    `${fact(f, "model") || "This model"} is the champion already. Nothing was changed.`,
  "model/no-rollback": () =>
    "There is no earlier champion to go back to. Nothing was changed; promote the model you want instead.",
  "model/not-passed": (f) =>
    `${fact(f, "model") || "This model"} has not passed the gate against ${fact(f, "champion") || "the champion"} (${fact(f, "verdict") || "not measured"}). Nothing was changed; measure it, or say that you mean it (on the page by a tick, on the command line with --anyway).`,
  "gate/not-comparable": (f) =>
    `The gate could not compare the two models${fact(f, "set", " on ")}${fact(f, "reason", ": ")}. No verdict was given; mend the set and run the gate again.`,
  "gate/no-version": () =>
    "There is no data-set version yet, and so there are no frozen test photos to measure on. Nothing was started; make a version under Studio, Data (or with forage data version create), then measure again.",
  "gate/no-test-photos": (f) =>
    `Data-set version${fact(f, "version", " ") || ""} keeps no photos for testing, so it cannot tell which model is better. No verdict was given; add photos, make a new version and measure with that.`,
  "detection/backend-failed": (f) =>
    `Detection on ${fact(f, "backend") || "this device"} stopped. Your photo and boxes are kept; Forage tries the next way, or try again.`,
  "detection/out-of-memory": () =>
    "There was not enough memory to look at this photo. Your photo and boxes are kept; close other programs or use a smaller photo.",
  "detection/cancelled": () =>
    "Detection was stopped. Your photo and boxes are kept; start it again when you like.",
  "detection/no-backend": () =>
    "Nothing on this device can run the model. Your photo and boxes are kept; allow detection on the server, or draw the boxes by hand.",
  "request/invalid": (f) =>
    `The request was not understood${fact(f, "field", " (", ")")}. Nothing was changed; reload the page and try again.`,
  "request/foreign-origin": () =>
    "This request came from another website and was refused. Nothing was changed; use Forage in its own tab.",
  "request/not-found": () =>
    "There is nothing here; it may have been deleted. Nothing else was changed; go back to the library.",
  "request/method": (f) =>
    `Forage does not answer this kind of request${fact(f, "method", " (", ")")} at this address. Nothing was changed; open Forage in a browser, or check the address.`,
  "request/forbidden": () => "You are not allowed to do this. Nothing was changed; ask the owner.",
  "request/conflict": () =>
    "Someone else changed this at the same time. What they saved is kept; reload and do it again.",
  "request/too-large": (f) =>
    `What was sent is larger than ${fact(f, "limitMegabytes") || "1"} MB, the most that is taken here. Nothing was changed; send less at once.`,
  "text/too-complex": (f) =>
    `${fact(f, "what") || "This text"} could not be read${fact(f, "reason", ": ")}. Nothing was changed; use a smaller or simpler file.`,
  "correction/outdated": (f) =>
    `This photo was saved elsewhere since you opened it${fact(f, "revision", " (state ", ")")}. Nothing was overwritten, and your boxes are kept; compare both and save again.`,
  "dataset/class-name-taken": (f) =>
    `The class ${fact(f, "class")} already goes by the name ${fact(f, "name")}. Nothing was changed; choose another name, or merge the two classes.`,
  "dataset/merge-circle": (f) =>
    `The class ${fact(f, "into")} already counts as ${fact(f, "from") || "the other"}, so the two would stand for each other. Nothing was changed; take the first merge back.`,
  "dataset/empty": () =>
    "There is no photo to make a version of: none is shared for training and reviewed. Nothing was changed; import a labelled set, or review photos first.",
  "dataset/blocked": (f) =>
    `The quality gate found ${fact(f, "errors")} errors, and no version was made. Nothing was lost; fix, exclude or waive them on the page of the next version, and make it again.`,
  "dataset/unchanged": (f) =>
    `Nothing has changed since version ${fact(f, "version")}, so no new version was made. Import or review photos first.`,
  "dataset/damaged": (f) =>
    `Version ${fact(f, "version")} is damaged: ${fact(f, "what") || "its manifest is not what its hash says"}. Your photos are not touched; bring the data folder back from a backup, or make a new version.`,
  "dataset/no-class-names": (f) =>
    `The set${fact(f, "folder", " in ")} names no class: its data.yaml has an empty list of names, so there is nothing to measure. Nothing was changed; add the names, or use another set.`,
  "dataset/folder-not-empty": (f) =>
    `The folder ${fact(f, "folder")} already has something in it. Nothing was changed; name an empty or new folder.`,
  "dataset/dvc-missing": () =>
    "DVC is not installed, so it cannot track the folder. Nothing was written; install it (pip install dvc, and dvc-s3 for an S3 remote), or name it with FORAGE_DVC, and export again.",
  "dataset/dvc-failed": (f) =>
    `DVC stopped at "${fact(f, "step")}"${fact(f, "reason", ": ")}. The exported files are in ${fact(f, "folder") || "the folder"}; mend that and export again.`,
  "import/not-recognised": (f) =>
    `This holds no labelled set that Forage can read${fact(f, "reason", ": ")}. Nothing was imported; ${fact(f, "advice") || `give it a set${fact(f, "formats", " in ")}`}.`,
  "import/unsafe-archive": (f) =>
    `This archive is not safe to open${fact(f, "reason", ": ")}. Nothing was imported; pack the folder again and try once more.`,
  "import/damaged-archive": (f) =>
    `This archive is damaged${fact(f, "reason", ": ")}. Nothing of it was imported; copy or pack it again.`,
  "import/unreadable-archive": (f) =>
    `This archive cannot be opened${fact(f, "reason", ": ")}. Nothing of it was imported; unpack it and choose the folder, or pack that as .zip, .tar or .tar.gz.`,
  "import/too-large": (f) =>
    `This set is too large to import at once${fact(f, "limitFiles", " (limit ", " files)")}${fact(f, "limitGigabytes", " (limit ", " GB)")}. Nothing was imported; split it into parts.`,
  "import/file-too-large": (f) =>
    `${fact(f, "file") || "A file"} is larger than ${fact(f, "limitMegabytes") || "50"} MB. It was left out; make it smaller and import it again.`,
  "import/unreadable-labels": (f) =>
    `${fact(f, "file") || "A label file"} could not be read${fact(f, "reason", ": ")}. It was left out; mend it and import it again.`,
  "import/ambiguous": (f) =>
    `This set can be read in two ways: ${twoReadings(f)}. Nothing was imported; choose the set again and say which it is.`,
  "import/unmapped-classes": (f) =>
    `Forage does not know what these classes are${fact(f, "names", ": ")}. Nothing was imported; say for each which class it is, or leave it out.`,
  "import/size-differs": (f) =>
    `The labels are of a photo of ${fact(f, "said") || "another size"}, and this one is ${fact(f, "is") || "not"}. It was left out; export photo and labels together again.`,
  "import/gone": () =>
    "What was uploaded for this import is no longer there. What was imported is kept; choose the set again.",
  "export/nothing": () =>
    "There is no photo to export with this choice. Nothing was written; choose another source or split.",
  "export/folder-not-empty": (f) =>
    `The folder${fact(f, "folder", " ")} holds files already. Nothing was written; name an empty or new one.`,
  "job/crashed": (f) =>
    `This work ended its process ${fact(f, "attempts") || "several"} times without getting further. What it finished is kept; look into logs/worker.log in the data folder, then resume it.`,
  "training/no-environment": () =>
    "Training needs its Python environment, and it is not installed. Nothing was changed; add it with npm run training:setup (about 3 GB), then start the run again.",
  "training/device-busy": (f) =>
    `The device ${fact(f, "device") || "asked for"} is busy with another training. This run is kept; resume it when the other one has ended.`,
  "training/failed": (f) =>
    `${fact(f, "reason") || "The training flow ended without saying why; its log has more."} What was done until ${fact(f, "step") || "then"} is kept; resume goes on from there.`,
  "storage/disk-full": (f) =>
    f.freeMegabytes !== undefined
      ? `Only ${fact(f, "freeMegabytes")} MB are free on the disk, and Forage leaves ${fact(f, "floorMegabytes") || "some"} MB of it alone. Nothing was saved, and what was saved before is safe; free some space and save again.`
      : `The disk is full${fact(f, "folder", " (", ")")}. What was saved before is safe; free some space and save again.`,
  "storage/read-only": (f) =>
    `Forage may not write into its data folder${fact(f, "folder", " (", ")")}. What was saved before is safe; make the folder writable, or set FORAGE_DATA_DIR to another one.`,
  "storage/missing": () =>
    "A stored file is missing from the data folder. Everything else is safe; bring it back from a backup, or delete this photo.",
  "storage/damaged": () =>
    "A stored file is damaged on the disk: it is no longer what was saved, so it is not shown. Everything else is kept; bring this file back from a backup, and check the disk.",
  "storage/quota": (f) =>
    `The room for ${fact(f, "store") || "this"} is used up${fact(f, "limitGigabytes", " (", " GB)")}. Nothing was saved, and what was saved before is safe; delete what you no longer need${fact(f, "setting", ", or raise ")}.`,
  "storage/unreachable": (f) =>
    `The object store${fact(f, "endpoint", " at ")} does not answer. What was saved before is safe; check that it runs and that its settings (FORAGE_S3_…) are right, then save again.`,
  "server/port-taken": (f) =>
    `Port ${fact(f, "port") || "3000"} is used by another program. Nothing was changed; stop that program, or choose another port: PORT=3001 npm start.`,
  "server/already-running": (f) =>
    `Forage already runs on this data folder${fact(f, "address", ": open ")}. Nothing was changed; use that one, stop it first, or set FORAGE_DATA_DIR to another folder.`,
  "server/public-address": (f) =>
    `Forage answers only on this computer in this version, not on ${fact(f, "host") || "other addresses"}. Nothing was started; leave HOST out, or set HOST=127.0.0.1.`,
  "server/build-failed": () =>
    "The app could not be built; the lines above say why. Your data was not touched; mend that and start again.",
  "server/database-down": (f) =>
    `The database does not answer${fact(f, "reason", " (", ")")}. What was saved before is safe; start Forage again, and look into ${fact(f, "log") || "its log"} if this stays.`,
  "server/database-damaged": (f) =>
    `The database's own files are damaged${fact(f, "reason", " (", ")")}, so it cannot start. Some of what was saved last may be lost. Nothing was changed just now; copy the data folder away as it is, then bring back a backup of it. ${fact(f, "log") || "Its log"} has more.`,
  "server/offline": () =>
    "Forage's server does not answer. Your photo and boxes are kept in this page; check that npm start still runs.",
  "server/unexpected": () =>
    "Something went wrong that Forage did not expect. What was saved before is safe; try again, and report it if it stays.",
};

/** Where a sentence is read: a page can be loaded again, and a command given again. */
export type ReadOn = "page" | "command line";

/** Sentences that say on a page what to do there, as a terminal needs them. */
const ON_COMMAND_LINE: Readonly<Partial<Record<ErrorCode, Sentence>>> = {
  "request/invalid": (f) => {
    const what = fact(f, "field") || `${fact(f, "file", "", ": ")}${fact(f, "reason")}`;
    return `This cannot be done${what === "" ? "" : `: ${what}`}. Nothing was changed; mend that and give the command again (--help names its options).`;
  },
  "request/not-found": (f) =>
    `There is nothing of that name${fact(f, "file", ": ")}${fact(f, "id", ": ")}. Nothing was changed; check the name and give the command again.`,
  "request/conflict": () =>
    "Something else changed this at the same time. What it saved is kept; give the command again.",
  "request/foreign-origin": () =>
    "This request came from another website and was refused. Nothing was changed; use Forage at its own address.",
  "detection/backend-failed": (f) =>
    `Detection on ${fact(f, "backend") || "this machine"} stopped. Nothing was changed; give the command again.`,
  "detection/out-of-memory": () =>
    "There was not enough memory to look at this photo. Nothing was changed; close other programs or use a smaller photo.",
  "detection/cancelled": () =>
    "This was stopped. What was finished is kept; give the same command again to go on.",
  "detection/no-backend": () =>
    "Nothing on this machine can run the model. Nothing was changed; install Forage again, with all its packages.",
  "import/ambiguous": (f) =>
    `This set can be read in two ways: ${twoReadings(f)}. Nothing was changed; say which it is with ${
      f.about === "class-file"
        ? "--class-file and its path"
        : f.about === "answer"
          ? `--answer "${fact(f, "id")}=…"`
          : "--rows boxes or --rows outlines"
    }, and give the command again.`,
  "import/unmapped-classes": (f) =>
    `Forage does not know what these classes are${fact(f, "names", ": ")}. Nothing was imported; say for each which class it is (--map "name=class") or leave it out (--leave-out name).`,
  "import/gone": () =>
    "What was to be imported is no longer there. What was imported is kept; name the set again.",
  "server/offline": () =>
    "Forage's server does not answer. Nothing was changed; check that npm start still runs.",
};

/** The sentence a person reads for a code, with the facts that are known. */
export function errorSentence(code: ErrorCode, facts: ErrorFacts = {}, readOn: ReadOn = "page"): string {
  const sentence = (readOn === "command line" && ON_COMMAND_LINE[code]) || SENTENCES[code];
  return sentence(facts);
}

export function sentenceOf(error: AppError): string {
  return errorSentence(error.code, error.facts);
}
