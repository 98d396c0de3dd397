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
    return `${fact(facts, "first")} calls its classes ${fact(facts, "firstNames")}, and ${fact(facts, "second")} calls them ${fact(facts, "secondNames")}`;
  if (facts.about === "answer") return `${fact(facts, "why")} It could be ${fact(facts, "options")}`;
  if (facts.about !== "rows") return "its labels fit more than one format";
  const { rows, length, file, line, text, boxes, outlines } = facts;
  return (
    `${rows} of its rows have ${length} numbers after the class, for example line ${line} of ${file} (${text}). ` +
    `Read as boxes, the first four numbers are the box (here from ${boxes}), and the rest is left out (keypoints, or a score and a track id). ` +
    `Read as outlines, all numbers are points, and the box around them is used (here from ${outlines})`
  );
}

/**
 * For every code: what happened, that nothing was lost, and what to do. English, for the server and, except those in
 * `ON_COMMAND_LINE`, the command line; the page has its own catalogue and may fall back to these.
 */
const SENTENCES: Readonly<Record<ErrorCode, Sentence>> = {
  "photo/share-missed": () =>
    "What you shared did not arrive: Forage was not ready to take it yet, and it is now. Nothing was lost; share it again.",
  "photo/too-many-shared": (f) =>
    `${fact(f, "left") || "Some"} of the shared files were left out: 50 are taken at once. The others are on the strip; share the rest again.`,
  "photo/share-waits": () =>
    "What you shared waits in this browser: nobody is signed in. Sign in, and it goes on the strip.",
  "photo/share-full": (f) =>
    `${fact(f, "left") || "Some"} of the shared files were left out: this browser has no more room. Remove photos from the strip and share them again.`,
  "photo/not-an-image": () =>
    "This file is not a picture. Nothing was changed; choose a JPEG, PNG, WebP, AVIF, HEIC, GIF, TIFF or BMP photo.",
  "photo/unsupported-format": (f) =>
    `Forage does not open ${fact(f, "format") || "this kind of"} files. Nothing was changed; export it as a JPEG or PNG and try again.`,
  "photo/truncated": () =>
    "This photo is incomplete: the end of the file is missing. Nothing was changed; copy it again from its source.",
  "photo/damaged": (f) =>
    `This photo is damaged, or Forage cannot read this kind of ${fact(f, "format") || "picture"}. Nothing was changed; open it in another program, save it as a JPEG or PNG and use that.`,
  "photo/empty": () =>
    "This file is empty (0 bytes). Nothing was changed; copy the photo again from its source.",
  "photo/same-again": (f) =>
    `This photo is already here${fact(f, "known", ", as ")}. Nothing was changed; the photo that is here keeps its boxes.`,
  "photo/too-many-pixels": (f) =>
    `This photo is too large to open${fact(f, "width", " (")}${fact(f, "height", " × ", " px)")}; the limit is ${fact(f, "limitMegapixels") || "120"} megapixels${fact(f, "limitSidePx", " and ", " px a side")}. Nothing was changed; make it smaller and try again.`,
  "photo/too-many-bytes": (f) =>
    `This file is larger than ${fact(f, "limitMegabytes") || "50"} MB. Nothing was changed; save a smaller copy and try again.`,
  "url/invalid": () =>
    "This is not an address Forage can open. Nothing was changed; use one that starts with http:// or https://.",
  "url/private-address": (f) =>
    `${fact(f, "host") || "This address"} is inside a private network, and Forage does not fetch from there. Nothing was changed; save it to a file and open that instead.`,
  "url/unreachable": (f) =>
    `${fact(f, "host") || "This address"} could not be reached${fact(f, "status", " (it answered ", ")")}. Nothing was changed; check the address, or save it to a file and open that instead.`,
  "url/too-large": (f) =>
    `The file at this address is larger than ${fact(f, "limitMegabytes") || "50"} MB. Nothing was changed; use a smaller one.`,
  "url/too-slow": (f) =>
    `${fact(f, "host") || "The server at this address"} took longer than ${fact(f, "limitSeconds") || "15"} seconds. Nothing was changed; try again, or save it to a file and open that instead.`,
  "url/not-an-image": (f) =>
    `This address leads to ${fact(f, "contentType") || "something"} that is not a photo. Nothing was changed; open the picture itself and copy its address.`,
  "url/not-a-page": (f) =>
    `This address leads to ${fact(f, "contentType") || "something"} that is not a web page. Nothing was changed; copy the address of the page with the recipe.`,
  "recipe/none-found": (f) =>
    `No recipe was found${fact(f, "host", " on ")}. Nothing was changed; Forage reads many sites, but not all. Copy the ingredients and steps by hand.`,
  "recipe/unknown-format": () =>
    "Forage does not know this kind of file. Nothing was changed; choose an export of another recipe app, a CSV file, JSON-LD, Markdown, plain text or a saved page.",
  "recipe/damaged-file": (f) =>
    `This file is damaged or incomplete${fact(f, "entry", " (", ")")}. The recipes imported before are kept; export the file again and try once more.`,
  "kitchen/changed-elsewhere": () =>
    "This was changed somewhere else in the meantime. That change is kept and yours was not made; look at what is there now and repeat yours.",
  "share/off": () =>
    "Links for reading are not allowed on this server. Nothing was shared; allow them under Shared links, or share it as a file.",
  "share/gone": () =>
    "This link opens nothing: it was taken back, has expired, or never existed. Nothing was lost; ask whoever sent it for a new one.",
  "model/missing": (f) =>
    `The model${fact(f, "model", " ")} is not complete: ${fact(f, "file") || "a file"} is missing. Your photos and boxes are safe; get the file back (git checkout -- models) or install Forage again.`,
  "model/corrupt": (f) =>
    `The model${fact(f, "model", " ")} is damaged: ${fact(f, "file") || "a file"} does not match its manifest. Your photos and boxes are safe; get the file back (git checkout -- models) or install Forage again.`,
  "model/unsupported-operator": (f) =>
    `This model uses an operation Forage does not know${fact(f, "op", ": ")}${fact(f, "node", " (node ", ")")}${fact(f, "detail", ", ")}. Nothing was changed; export it again with opset 17, or use another model.`,
  "model/unsupported-head": (f) =>
    `Forage cannot read this model's output${fact(f, "shape", " (", ")")}. Nothing was changed; export a YOLO detection model and try again.`,
  "model/not-onnx": (f) =>
    `This file is not a complete ONNX model${fact(f, "reason", ": ")}. Nothing was registered; export the network as .onnx (for Ultralytics: yolo export format=onnx) and upload that.`,
  "model/not-fitting": (f) =>
    `This network cannot be used here: ${fact(f, "reason") || "Forage does not know this detector"}. Nothing was registered; ${fact(f, "advice") || "export a YOLO detection model (yolo export format=onnx) and add that"}.`,
  "model/head-unclear": (f) =>
    `The output of ${fact(f, "shape") || "this network"} can be read in more than one way. Nothing was registered; choose which YOLO it is and try again.`,
  "model/class-count": (f) =>
    `This network has ${fact(f, "found") || "another number of"} classes, and ${fact(f, "given") || "none"} are named. Nothing was registered; name every class, in the order the network was trained with.`,
  "model/no-parity": (f) =>
    `In the browser this network gives other results than as ONNX${fact(f, "boxPx", " (boxes by ", " px")}${fact(f, "score", ", scores by ", ")")}. Nothing was registered; export it again with opset 17 in 32-bit floats.`,
  "model/id-taken": (f) =>
    `Another model is already called ${fact(f, "model")}. Nothing was changed; choose another name or a higher version.`,
  "model/is-champion": (f) =>
    `${fact(f, "model") || "This model"} is already the champion. Nothing was changed.`,
  "model/no-rollback": () =>
    "There is no earlier champion to go back to. Nothing was changed; promote the model you want instead.",
  "model/not-passed": (f) =>
    `${fact(f, "model") || "This model"} has not passed the gate against ${fact(f, "champion") || "the champion"} (${fact(f, "verdict") || "not measured"}). Nothing was changed; measure it, or promote it anyway (with the tick box on the page, or with --anyway on the command line).`,
  "deploy/no-folder": (f) =>
    `There is no folder ${fact(f, "folder") || "of that name"}. Nothing was deployed; make the folder that the server reads its models from, or correct the path.`,
  "deploy/unreadable-record": (f) =>
    `${fact(f, "file") || "The record of what was deployed"} cannot be read. Nothing was deployed; put the file right, or delete it to begin a new record.`,
  "deploy/other-content": (f) =>
    `${fact(f, "file") || "A file of the repository"} is not the network of ${fact(f, "model") || "this model"}. Nothing was deployed; look where it comes from, and delete it if it is not needed.`,
  "deploy/version-zero": (f) =>
    `${fact(f, "model") || "This model"} has the version 0, and a model server passes over a folder of that name. Nothing was deployed; register the network as version 1 or higher.`,
  "deploy/nothing-before": (f) =>
    `Nothing was deployed there before the present version${fact(f, "model", " of ")}. Nothing was changed; deploy another champion first.`,
  "deploy/unreachable": (f) =>
    `${fact(f, "url") || "The server"} does not answer${fact(f, "reason", ": ")}. ${fact(f, "state") || "Nothing was deployed"}; check the address and run the command again.`,
  "deploy/takes-no-files": (f) =>
    `${fact(f, "url") || "This server"} takes no files over its address${fact(f, "reason", " (", ")")}. Nothing was deployed; name the folder it reads with --to, and the address with --at.`,
  "deploy/refused": (f) =>
    `${fact(f, "url") || "The server"} cannot load ${fact(f, "model") || "the model"}${fact(f, "reason", ": ")}. ${fact(f, "state") || "What was served before is served on"}; look at the server's log.`,
  "deploy/other-answer": (f) =>
    `${fact(f, "url") || "The server"} loaded ${fact(f, "model") || "the model"} and does not answer as it${fact(f, "reason", ": ")}. ${fact(f, "state") || "What was served before is served on"}; look at the server's log.`,
  "gate/not-comparable": (f) =>
    `The gate could not compare the two models${fact(f, "set", " on ")}${fact(f, "reason", ": ")}. No verdict was given; correct the set and run the gate again.`,
  "gate/no-version": () =>
    "There is no data-set version yet, so there are no frozen test photos to measure on. Nothing was started; make a version under Studio, Data (or with forage data version create), then measure again.",
  "gate/no-test-photos": (f) =>
    `Data-set version${fact(f, "version", " ") || ""} has no test photos, so it cannot show which model is better. No verdict was given; add photos, make a new version and measure with that.`,
  "detection/backend-failed": (f) =>
    `Detection on ${fact(f, "backend") || "this device"} stopped. Your photo and boxes are kept; Forage tries the next backend. If that fails, try again.`,
  "detection/out-of-memory": () =>
    "There was not enough memory for detection on this photo. Your photo and boxes are kept; close other programs or use a smaller photo.",
  "detection/busy": (f) =>
    `The server has more photos to look at than it can answer in time. Your photo and boxes are kept; try again in ${fact(f, "seconds") || "10"} seconds.`,
  "detection/cancelled": () =>
    "Detection was stopped. Your photo and boxes are kept; start it again when you like.",
  "detection/no-backend": () =>
    "Nothing on this device can run the model. Your photo and boxes are kept; allow detection on the server, or draw the boxes by hand.",
  "account/other-email": () =>
    "This is not the email of this account. Nothing was deleted; type the address that is shown.",
  "account/hand-over-first": (f) =>
    `${fact(f, "team") || "A team"} has other members and no other admin. Nothing was deleted; make somebody there an admin first.`,
  "account/last-admin": () =>
    "You are the only admin of this Forage, and other people use it. Nothing was deleted; make somebody else an admin first.",
  "setting/fixed": (f) =>
    `${fact(f, "setting") || "This setting"} is set by the environment or read only when Forage starts. Nothing was changed; set the variable and start Forage again.`,
  "setting/invalid": (f) =>
    `${fact(f, "value", "“", "”") || "This value"} does not fit${fact(f, "setting", " ")}. Nothing was changed; enter another value.`,
  "mail/not-set": (f) =>
    `Mail cannot be sent: ${fact(f, "setting") || "its settings"} is missing or not understood. Nothing was changed; an admin can set it under Settings.`,
  "mail/failed": (f) =>
    `The mail was not sent${fact(f, "host", ": ", "")}${fact(f, "answer", " said “", "”")}. Nothing was changed; check the mail settings and send it again.`,
  "account/sign-in-needed": () =>
    "You are not signed in, or your sign-in has ended. Nothing was changed; sign in and try again.",
  "account/wrong-sign-in": () =>
    "This address and password do not belong together. Nothing was changed; check both, or ask for a new password.",
  "account/disabled": () =>
    "An admin of this Forage has disabled your account. What you have is still there; ask them to enable it again.",
  "account/passkey-refused": () =>
    "This passkey was not accepted. Nothing was changed; try again, or sign in with your password and make a new one.",
  "account/passkey-stopped": () =>
    "The device did not go on: it was stopped, it took too long, or there is no passkey for this address on it. Nothing was changed; try again.",
  "account/passkey-there": () =>
    "This device has a passkey for your account already. Nothing was changed; sign in with that one.",
  "account/too-many-tries": (f) =>
    `Too many tries to sign in. Nothing was changed; wait ${fact(f, "seconds") || "60"} seconds and try again.`,
  "account/cannot-join": () =>
    "No account could be made with this address. Nothing was changed; if it has an account already, sign in and open the link again.",
  "account/reset-gone": () =>
    "This link for a new password was used already or is too old. The password is as it was; ask for another link.",
  "account/no-secret": (f) =>
    `Forage would answer to others, but FORAGE_SECRET is missing or shorter than ${fact(f, "characters") || "32"} characters. Nothing was started; set it to a long random text and start again.`,
  "team/invitation-gone": () =>
    "This invitation was used already, was taken back or is too old. Nothing was changed; ask for another one.",
  "team/not-in": () =>
    "You are no longer in the team that this browser works in, so nothing was shown or changed there. Go on in your own; what is yours was not touched.",
  "team/last-admin": () =>
    "A team needs an admin, and this would leave none. Nothing was changed; make somebody else an admin first.",
  "team/too-many": (f) =>
    `You are an admin of ${fact(f, "limit")} teams, which is the most that one person may make. No team was made; leave one or hand it over first${fact(f, "setting", ", or let an admin of this Forage raise ")}.`,
  "team/quota": (f) =>
    `This would be more than ${fact(f, "limit") || "a team may have"}, which is what one team may have. Nothing was saved, and what was saved before is safe; delete what you no longer need or wait until work has ended${fact(f, "setting", ", or let an admin raise ")}.`,
  "request/invalid": (f) =>
    `The request was not understood${fact(f, "field", " (", ")")}. Nothing was changed; reload the page and try again.`,
  "request/foreign-origin": () =>
    "This request came from another website and was refused. Nothing was changed; use Forage in its own tab.",
  "request/not-found": () =>
    "This does not exist; it may have been deleted. Nothing else was changed; go back to the library.",
  "request/method": (f) =>
    `Forage does not accept this kind of request${fact(f, "method", " (", ")")} at this address. Nothing was changed; open Forage in a browser, or check the address.`,
  "request/forbidden": () => "You are not allowed to do this. Nothing was changed; ask the owner.",
  "request/conflict": () =>
    "Someone else changed this at the same time. Their change is kept; reload the page and repeat yours.",
  "request/too-large": (f) =>
    `The request is larger than ${fact(f, "limitMegabytes") || "1"} MB, which is the limit here. Nothing was changed; send less at once.`,
  "request/too-many": (f) =>
    `This was asked for too often in a short time. Nothing was changed; wait ${fact(f, "seconds") || "60"} seconds and try again.`,
  "recording/no-example": () =>
    "An example could not be made of this photo, so you cannot agree yet. Nothing was sent or recorded. Try again, or with another photo.",
  "recording/not-agreed": () =>
    "You have not agreed that figures of your detections are recorded, so none were kept. Nothing else was changed; agree on the page Account, Figures.",
  "monitoring/nothing-recorded": () =>
    "In that time no figures of detections were recorded, or so few that they would tell of one person. Nothing was changed; choose days with more detections.",
  "monitoring/no-training-data": () =>
    "What the model learnt from is not on this server, or its photos cannot be read, so it cannot be compared with. Nothing was changed; run forage monitor training where the photos lie.",
  "text/too-complex": (f) =>
    `${fact(f, "what") || "This text"} could not be read${fact(f, "reason", ": ")}. Nothing was changed; use a smaller or simpler file.`,
  "correction/outdated": (f) =>
    `This photo was saved elsewhere since you opened it${fact(f, "revision", " (state ", ")")}. Nothing was overwritten, and your boxes are kept; compare both and save again.`,
  "doubt/changed": () =>
    "The boxes of this photo are no longer what this doubt was about. Nothing was changed; look for errors again.",
  "doubt/waits-for-review": () =>
    "Somebody changed this photo, and the change waits for review. Nothing was changed; review the photo first.",
  "dataset/class-name-taken": (f) =>
    `The class ${fact(f, "class")} already has the name ${fact(f, "name")}. Nothing was changed; choose another name, or merge the two classes.`,
  "dataset/merge-circle": (f) =>
    `The class ${fact(f, "into")} is already merged into ${fact(f, "from") || "the other"}, so the two would be merged into each other. Nothing was changed; undo the first merge.`,
  "dataset/empty": () =>
    "There are no photos for a version: none is both shared for training and reviewed. Nothing was changed; import a labelled set, or review photos first.",
  "dataset/blocked": (f) =>
    `The quality gate found ${fact(f, "errors")} errors, so no version was made. Nothing was lost; fix, exclude or waive them on the page of the next version, then try again.`,
  "dataset/unchanged": (f) =>
    `Nothing has changed since version ${fact(f, "version")}, so no new version was made. Import or review photos first.`,
  "dataset/damaged": (f) =>
    `Version ${fact(f, "version")} is damaged: ${fact(f, "what") || "its manifest does not match its hash"}. Your photos are safe; restore the data folder from a backup, or make a new version.`,
  "dataset/no-class-names": (f) =>
    `The set${fact(f, "folder", " in ")} names no class: its data.yaml has an empty list of names, so there is nothing to measure. Nothing was changed; add the names, or use another set.`,
  "dataset/folder-not-empty": (f) =>
    `The folder ${fact(f, "folder")} is not empty. Nothing was changed; choose an empty or new folder.`,
  "dataset/dvc-missing": () =>
    "DVC is not installed, so it cannot track the folder. Nothing was written; install it (pip install dvc, and dvc-s3 for an S3 remote), or name it with FORAGE_DVC, and export again.",
  "dataset/dvc-failed": (f) =>
    `DVC stopped at "${fact(f, "step")}"${fact(f, "reason", ": ")}. The exported files are in ${fact(f, "folder") || "the folder"}; fix the problem and export again.`,
  "import/not-recognised": (f) =>
    `This contains no labelled set that Forage can read${fact(f, "reason", ": ")}. Nothing was imported; ${fact(f, "advice") || `import a set${fact(f, "formats", " in ")}`}.`,
  "import/unsafe-archive": (f) =>
    `This archive is not safe to open${fact(f, "reason", ": ")}. Nothing was imported; pack the folder again and try once more.`,
  "import/damaged-archive": (f) =>
    `This archive is damaged${fact(f, "reason", ": ")}. Nothing was imported from it; copy or pack it again.`,
  "import/unreadable-archive": (f) =>
    `This archive cannot be opened${fact(f, "reason", ": ")}. Nothing was imported from it; unpack it and choose the folder, or pack the folder as .zip, .tar or .tar.gz.`,
  "import/too-large": (f) =>
    `This set is too large to import at once${fact(f, "limitFiles", " (limit ", " files)")}${fact(f, "limitGigabytes", " (limit ", " GB)")}. Nothing was imported; split it into parts.`,
  "import/file-too-large": (f) =>
    `${fact(f, "file") || "A file"} is larger than ${fact(f, "limitMegabytes") || "50"} MB. It was left out; make it smaller and import it again.`,
  "import/unreadable-labels": (f) =>
    `${fact(f, "file") || "A label file"} could not be read${fact(f, "reason", ": ")}. It was left out; correct it and import it again.`,
  "import/ambiguous": (f) =>
    `This set can be read in two ways: ${twoReadings(f)}. Nothing was imported; choose the set again and say which way is right.`,
  "import/unmapped-classes": (f) =>
    `Forage does not know what these classes are${fact(f, "names", ": ")}. Nothing was imported; choose a class for each, or leave it out.`,
  "import/size-differs": (f) =>
    `The labels belong to a photo of ${fact(f, "said") || "another size"}, and this photo is ${fact(f, "is") || "not"}. It was left out; export photo and labels together again.`,
  "import/gone": () =>
    "The files of this upload are no longer there. What was already imported is kept; choose the set again.",
  "takeout/not-ours": () =>
    "This is no archive of somebody's data from Forage. Nothing was brought in; choose the file that Download gave you, as it is. A labelled set goes to Studio, Data, and recipes of another app to Recipes, Import.",
  "takeout/too-new": () =>
    "This archive comes from a later Forage than this one. Nothing was brought in; update this Forage and choose the file again.",
  "takeout/earlier": () =>
    "This archive comes from an earlier Forage, which did not write down what the classes of its boxes are called. Nothing was brought in; update that Forage and download your data again, or give this file to Studio, Data, Import for the photos and to Recipes, Import for the recipes.",
  "takeout/damaged": (f) =>
    `This archive is damaged${fact(f, "file", ": ", " cannot be read")}. Nothing was brought in from it; download your data once more, or copy the file again.`,
  "export/nothing": () =>
    "No photo matches this choice. Nothing was written; choose another source or split.",
  "export/folder-not-empty": (f) =>
    `The folder${fact(f, "folder", " ")} is not empty. Nothing was written; choose an empty or new one.`,
  "job/crashed": (f) =>
    `This work crashed ${fact(f, "attempts") || "several"} times at the same point. What it finished is kept; read logs/worker.log in the data folder, then resume the work.`,
  "training/no-environment": () =>
    "Training needs its Python environment, which is not installed. Nothing was changed; install it with npm run training:setup (about 3 GB), then start the run again.",
  "training/device-busy": (f) =>
    `The device ${fact(f, "device") || "asked for"} is busy with another training. This run is kept; resume it when the other one has ended.`,
  "training/failed": (f) =>
    `${fact(f, "reason") || "The training stopped without giving a reason; its log has details."} Everything before ${fact(f, "step") || "that"} is kept; resume continues from there.`,
  "sweep/no-parameters": () =>
    "A sweep varies at least one value of the config, and this one names none. Nothing was started; name a value and what it can be.",
  "sweep/unknown-parameter": (f) =>
    `${fact(f, "parameter") || "A parameter"} is no value of a config. Nothing was started; a sweep can vary ${fact(f, "names") || "what docs/sweeps.md lists"}.`,
  "sweep/fixed-parameter": (f) =>
    `${fact(f, "parameter") || "A parameter"} is the same for all trials of a sweep: trials shown or measured differently say nothing of each other. Nothing was started; leave it out of the parameters and set it in the config.`,
  "sweep/no-values": (f) =>
    `There is nothing to choose from for ${fact(f, "parameter")}: its list is empty. Nothing was started; list a value or more, or leave it out.`,
  "sweep/bad-value": (f) =>
    `${fact(f, "parameter") || "A parameter"} cannot be ${fact(f, "value") || "that"}. Nothing was started; the form for a new run and docs/sweeps.md say what each value can be.`,
  "sweep/empty-range": (f) =>
    `There is nothing between ${fact(f, "from")} and ${fact(f, "to")} for ${fact(f, "parameter")} (step ${fact(f, "step")}). Nothing was started; "from" is the smaller number, and a step fits between the two.`,
  "sweep/bad-log": (f) =>
    `${fact(f, "parameter") || "A parameter"} cannot be drawn on a log scale: that needs numbers above 0 and no step. Nothing was started; use the linear scale, or leave the step out.`,
  "sweep/needs-step": (f) =>
    `${fact(f, "parameter") || "A parameter"} needs a step or a list of values: between its two ends there is no end of them. Nothing was started; give it a step.`,
  "sweep/no-budget": () =>
    "A sweep needs a budget above zero: a number of runs, hours, or both. Nothing was started; give it one.",
  "sweep/budget-too-large": (f) =>
    `A sweep has at most ${fact(f, "runs")} runs and ${fact(f, "hours")} hours. Nothing was started; give it less, and go on with a second sweep around what was best.`,
  "sweep/grid-too-large": (f) =>
    `This grid has ${fact(f, "count")} combinations, and a sweep trains at most ${fact(f, "limit")}. Nothing was started; use fewer values, or draw from them with random or tpe.`,
  "sweep/grid-not-whole": (f) =>
    `This grid has ${fact(f, "count")} combinations, and its budget of ${fact(f, "runs")} would leave some out. Nothing was started; raise the budget, use fewer values, or draw from them with random or tpe.`,
  "sweep/one-config": (f) =>
    `A sweep varies one config, and ${fact(f, "count")} were chosen. Nothing was started; choose one.`,
  "sweep/no-validation": () =>
    "This data-set version has no validation photos, and trials are compared on them. Nothing was started; make a version with more photos, or train without a sweep.",
  "sweep/bad-file": (f) =>
    `${fact(f, "file") || "The file"} cannot be read as a sweep: ${fact(f, "reason") || "it is not one"}. Nothing was started; docs/sweeps.md shows what one looks like.`,
  "storage/disk-full": (f) =>
    f.freeMegabytes !== undefined
      ? `Only ${fact(f, "freeMegabytes")} MB are free on the disk, and Forage keeps ${fact(f, "floorMegabytes") || "some"} MB free. Nothing was saved, and what was saved before is safe; free some space and save again.`
      : `The disk is full${fact(f, "folder", " (", ")")}. What was saved before is safe; free some space and save again.`,
  "storage/read-only": (f) =>
    `Forage cannot write to its data folder${fact(f, "folder", " (", ")")}. What was saved before is safe; make the folder writable, or set FORAGE_DATA_DIR to another one.`,
  "backup/unreadable": (f) =>
    `This is no whole backup${fact(f, "reason", ": ")}. Nothing was changed; take another copy of it, or another backup.`,
  "backup/newer": (f) =>
    `This backup was written by a newer Forage${fact(f, "version", " (", ")")}, whose tables this one does not know. Nothing was changed; update Forage first.`,
  "backup/not-empty": (f) =>
    `This installation already holds something${fact(f, "what", " (", ")")}. Nothing was changed; restore into an empty one, or say --replace to delete what is here.`,
  "backup/in-use": () =>
    "Forage is running on this database. Nothing was changed; stop every part of it, then restore.",
  "storage/missing": () =>
    "A stored file is missing from the data folder. Everything else is safe; restore the file from a backup, or delete this photo.",
  "storage/damaged": () =>
    "A stored file is damaged on the disk: its content has changed since it was saved, so it is not shown. Everything else is kept; restore this file from a backup, and check the disk.",
  "storage/quota": (f) =>
    `The storage for ${fact(f, "store") || "this"} is full${fact(f, "limitGigabytes", " (", " GB)")}. Nothing was saved, and what was saved before is safe; delete what you no longer need${fact(f, "setting", ", or raise ")}.`,
  "storage/unreachable": (f) =>
    `The object store${fact(f, "endpoint", " at ")} does not answer. What was saved before is safe; check that it runs and that its settings (FORAGE_S3_…) are right, then save again.`,
  "server/port-taken": (f) =>
    `Port ${fact(f, "port") || "3000"} is in use by another program. Nothing was changed; stop that program, or choose another port: PORT=3001 npm start.`,
  "server/already-running": (f) =>
    `Forage already runs on this data folder${fact(f, "address", ": open ")}. Nothing was changed; use the running one, stop it first, or set FORAGE_DATA_DIR to another folder.`,
  "server/public-address": (f) =>
    `HOST=${fact(f, "host") || "…"} lets others reach Forage over plain HTTP, where neither camera nor model works. Nothing was started; use npm start -- --lan for this network, or set FORAGE_PUBLIC_URL to the https address of your reverse proxy.`,
  "lan/certificate": (f) =>
    `The certificate cannot be used: ${fact(f, "reason") || "it cannot be read"}. Nothing was started; give a certificate and its key with --cert FILE --key FILE, or leave both out.`,
  "lan/no-network": () =>
    "This computer has no address in a private network, so that no phone could reach it. Nothing was started; connect it to your network and start again, or start without --lan.",
  "lan/pairing-alone": () =>
    "A phone signs in as somebody with an account, and nobody is signed in here. Nothing was changed; start Forage with npm start -- --lan, sign in and make the code then.",
  "lan/pairing-gone": () =>
    "This code is mistyped, used or too old. Nothing was changed; look at the code again, or make a new one at the computer.",
  "lan/pairing-tries": (f) =>
    `Too many codes were tried from here. Nothing was changed; wait ${fact(f, "seconds") || "60"} seconds, then type the code that the computer shows.`,
  "server/build-failed": () =>
    "The app could not be built; the lines above say why. Your data was not changed; fix the problem and start again.",
  "server/database-down": (f) =>
    `The database does not answer${fact(f, "reason", " (", ")")}. What was saved before is safe; start Forage again, and read ${fact(f, "log") || "its log"} if it happens again.`,
  "server/database-damaged": (f) =>
    `The database files are damaged${fact(f, "reason", " (", ")")}, so it cannot start. Some of what was saved last may be lost. Nothing was changed just now; make a copy of the data folder, then restore it from a backup. ${fact(f, "log") || "Its log"} has details.`,
  "server/offline": () =>
    "Forage's server does not answer. Your photo and boxes are kept in this page; check that npm start is still running.",
  "server/unexpected": () =>
    "Something went wrong that Forage did not expect. What was saved before is safe; try again, and report it if it happens again.",
};

/** Where a sentence is read: a page can be loaded again, and a command given again. */
export type ReadOn = "page" | "command line";

/** Sentences that say on a page what to do there, as a terminal needs them. */
const ON_COMMAND_LINE: Readonly<Partial<Record<ErrorCode, Sentence>>> = {
  "request/invalid": (f) => {
    const what = fact(f, "field") || `${fact(f, "file", "", ": ")}${fact(f, "reason")}`;
    return `This cannot be done${what === "" ? "" : `: ${what}`}. Nothing was changed; correct the command and run it again (--help lists its options).`;
  },
  "request/not-found": (f) =>
    `Nothing has that name${fact(f, "file", ": ")}${fact(f, "id", ": ")}. Nothing was changed; check the name and run the command again.`,
  "request/conflict": () =>
    "Something else changed this at the same time. Its change is kept; run the command again.",
  "request/foreign-origin": () =>
    "This request came from another website and was refused. Nothing was changed; use Forage at its own address.",
  "detection/backend-failed": (f) =>
    `Detection on ${fact(f, "backend") || "this machine"} stopped. Nothing was changed; run the command again.`,
  "detection/out-of-memory": () =>
    "There was not enough memory for detection on this photo. Nothing was changed; close other programs or use a smaller photo.",
  "detection/cancelled": () =>
    "This was stopped. What was finished is kept; run the same command again to continue.",
  "detection/no-backend": () =>
    "Nothing on this machine can run the model. Nothing was changed; install Forage again, with all its packages.",
  "import/ambiguous": (f) =>
    `This set can be read in two ways: ${twoReadings(f)}. Nothing was changed; say which way is right with ${
      f.about === "class-file"
        ? "--class-file and its path"
        : f.about === "answer"
          ? `--answer "${fact(f, "id")}=…"`
          : "--rows boxes or --rows outlines"
    }, and run the command again.`,
  "import/unmapped-classes": (f) =>
    `Forage does not know what these classes are${fact(f, "names", ": ")}. Nothing was imported; choose a class for each (--map "name=class") or leave it out (--leave-out name).`,
  "import/gone": () =>
    "The set is no longer there. What was already imported is kept; give the path of the set again.",
  "server/offline": () =>
    "Forage's server does not answer. Nothing was changed; check that npm start is still running.",
};

/** The sentence a person reads for a code, with the facts that are known. */
export function errorSentence(code: ErrorCode, facts: ErrorFacts = {}, readOn: ReadOn = "page"): string {
  const sentence = (readOn === "command line" && ON_COMMAND_LINE[code]) || SENTENCES[code];
  return sentence(facts);
}

export function sentenceOf(error: AppError): string {
  return errorSentence(error.code, error.facts);
}
