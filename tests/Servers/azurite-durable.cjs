// Azurite keeps its index in memory and saves it every 5 s. Required before it, this lets it keep what it has acknowledged when it is
// killed, as Azure would: the answer to a change waits until the index is on the disk.
"use strict";
const { ServerResponse } = require("http");
const Module = require("module");

const databases = new Set();

const load = Module._load;
Module._load = function (request, ...rest) {
  const loaded = load.call(this, request, ...rest);
  if (request === "lokijs" && !loaded.prototype.savesAreSeen) {
    const save = loaded.prototype.saveDatabase;
    loaded.prototype.savesAreSeen = true;
    loaded.prototype.saveDatabase = function (callback) {
      databases.add(this);
      return save.call(this, callback);
    };
  }
  return loaded;
};

const end = ServerResponse.prototype.end;
ServerResponse.prototype.end = function (...answer) {
  if (["GET", "HEAD"].includes(this.req.method)) {
    return end.apply(this, answer);
  }
  let waiting = databases.size;
  const saved = () => --waiting === 0 && end.apply(this, answer);
  databases.forEach((database) => database.saveDatabase(saved));
  return this;
};
