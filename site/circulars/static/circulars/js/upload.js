/* Import of letters. Files, folders and ZIP files that are dropped or chosen are sent one by one, with
   progress; sending the same ones again goes on where it was broken off. Without this script the form
   sends them all at once. The page of an import asks how far it is. */
(() => {
  const form = document.querySelector("[data-upload]");
  if (form) uploading(form);
  const run = document.querySelector("[data-run]");
  if (run) following(run);

  function uploading(form) {
    const zone = form.querySelector("[data-drop]");
    const field = form.querySelector("input[type=file]");
    const button = form.querySelector("button[type=submit]");
    const progress = form.querySelector("[data-progress]");
    const problems = form.querySelector("[data-problems]");
    const largest = Number(form.dataset.largest);
    form.querySelector("[data-needs-script]").hidden = false;

    for (const name of ["dragenter", "dragover"]) zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.add("letter-drop--over");
    });
    for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => zone.classList.remove("letter-drop--over"));
    zone.addEventListener("drop", async (event) => {
      event.preventDefault();
      send(await dropped(event.dataTransfer));
    });
    form.addEventListener("submit", (event) => {
      if (!field.files.length) return;
      event.preventDefault();
      send([...field.files].map((file) => ({ file, name: file.webkitRelativePath || file.name })));
    });

    function complain(words) {
      const item = document.createElement("li");
      item.textContent = words;
      problems.append(item);
    }

    function show(name, sent, whole) {
      progress.hidden = false;
      progress.querySelector("progress").value = whole ? (100 * sent) / whole : 100;
      progress.querySelector("[data-words]").textContent = `${form.dataset.sending} ${name}`;
    }

    async function send(chosen) {
      if (!chosen.length || button.disabled) return;
      problems.replaceChildren();
      button.disabled = true;
      try {
        const run = await begin(chosen);
        const files = [];
        for (const one of chosen) {
          if (one.file.size > largest) complain(`${one.name}: ${form.dataset.tooLarge}`);
          else if (!(await wasSent(one, run.have))) files.push(one);
        }
        const whole = files.reduce((sum, { file }) => sum + file.size, 0);
        let before = 0;
        for (const { file, name } of files) {
          const body = new FormData();
          body.append("name", name);
          body.append("file", file);
          show(name, before, whole);
          const answer = await post(run.send, body, (part) => show(name, before + part, whole));
          if (answer.error) complain(answer.error);
          if (answer.status === 507) return;
          before += file.size;
        }
        const end = await post(run.go, new FormData());
        if (end.page) location.assign(end.page);
        else complain(end.error);
      } catch {
        complain(form.dataset.failed);
      } finally {
        button.disabled = false;
      }
    }

    /* An import that was broken off and to which nothing was sent but files chosen now, else a new one. That
       the bytes are the same is seen here; where they are not, that import is another, and asked is again. */
    async function begin(chosen) {
      const body = () => {
        const form = new FormData();
        form.append("files", JSON.stringify(chosen.map(({ file, name }) => [name, file.size])));
        return form;
      };
      const others = [];
      for (;;) {
        const asked = body();
        for (const key of others) asked.append("other", key);
        const run = await post(form.dataset.start, asked);
        const missing = new Set(run.have.map((one) => `${one.sha256} ${one.name}`));
        for (const { file, name } of chosen) {
          const same = run.have.filter((one) => one.name === name && one.size === file.size);
          if (!same.length || !window.crypto?.subtle) continue;
          missing.delete(`${await sumOf(file)} ${name}`);
        }
        if (!missing.size) return run;
        others.push(run.run);
      }
    }

    async function sumOf(file) {
      const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
      return [...sum].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    }

    /* Whether the very same bytes were sent under this name; a page without a secure connection cannot tell,
       and begins anew. */
    async function wasSent({ file, name }, have) {
      const same = have.filter((one) => one.name === name && one.size === file.size);
      if (!same.length || !window.crypto?.subtle) return false;
      const sum = await sumOf(file);
      return same.some((one) => one.sha256 === sum);
    }

    function post(address, body, tell) {
      body.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
      return new Promise((resolve, reject) => {
        const request = new XMLHttpRequest();
        request.open("POST", address);
        if (tell) request.upload.addEventListener("progress", (event) => tell(event.loaded));
        request.addEventListener("error", reject);
        request.addEventListener("load", () => {
          try {
            resolve({ ...JSON.parse(request.responseText), status: request.status });
          } catch (error) {
            reject(error);
          }
        });
        request.send(body);
      });
    }
  }

  /* The files of a drop, those in folders too, each with its path in the folder. */
  async function dropped(transfer) {
    const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    if (!entries.length) return [...transfer.files].map((file) => ({ file, name: file.name }));
    const found = [];
    const walk = async (entry, path) => {
      const name = path + entry.name;
      if (entry.isFile) {
        if (!entry.name.startsWith(".")) found.push({ file: await new Promise((yes, no) => entry.file(yes, no)), name });
        return;
      }
      const reader = entry.createReader();
      for (;;) {
        const some = await new Promise((yes, no) => reader.readEntries(yes, no));
        if (!some.length) return;
        for (const one of some) await walk(one, `${name}/`);
      }
    };
    for (const entry of entries) await walk(entry, "");
    return found;
  }

  async function following(run) {
    for (;;) {
      await new Promise((done) => setTimeout(done, 1500));
      let told;
      try {
        told = await (await fetch(run.dataset.run, { headers: { Accept: "application/json" } })).json();
      } catch {
        continue; // the server is away for a moment
      }
      if (told.is_over) return location.reload();
      run.querySelector("progress").value = told.percent;
      run.querySelector("[data-words]").textContent = told.words;
    }
  }
})();
