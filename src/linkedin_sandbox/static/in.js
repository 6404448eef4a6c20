// The sandbox's stand-in for LinkedIn's in.js. Reads its settings from its own tag's text, asks the sandbox whether this
// page may use the key, then draws a frame for every script tag whose type begins with IN/. Loads once however often a
// page includes it; later tags only add their extensions.
(() => {
  const own = document.currentScript || document.querySelector('script[src*="/in.js"]');
  const home = new URL(own.src).origin;
  const settings = read(own.textContent);
  if (window.IN && window.IN.sandbox) {
    window.IN.extend(settings);
    return;
  }

  const extensions = new Map();
  const frames = new Map();
  const drawn = new WeakSet();
  let allowed = false;

  // Pages an extension has been served from over the years; only the path counts, since the host is ours.
  const WIDGETS = {
    ATSIntegrationWidget: {
      paths: ["/rsc/extensions/onboarding-widget", "/recruiter/widget/ATSIntegration"],
      page: "onboarding",
    },
    ApplicantHighlights: {
      paths: ["/talentwidgets/extensions/applicant-highlights-widget"],
      page: "highlights",
    },
    HcmWidget: {
      paths: [
        "/rsc/extensions/profile-widget",
        "/talent/widgets/assets/javascripts/profile-widget.js",
        "/recruiter/widget/hcm",
      ],
      page: "profile",
    },
  };
  const OTHER_NAMES = { APPLICANT_HIGHLIGHTS: "ApplicantHighlights" };
  const CALLBACKS = ["onintegrate", "onlink", "onunlink"];

  function read(text) {
    const found = {};
    let name = "";
    for (const line of text.split("\n")) {
      const match = /^\s*(\w+)\s*:\s*(.*?)\s*$/.exec(line);
      if (match) found[(name = match[1])] = match[2].replace(/^(["'])(.*)\1$/, "$2");
      else if (name) found[name] += line.trim();
    }
    return found;
  }

  function complain(text) {
    console.error(`IN: ${text}`);
  }

  function canonical(name) {
    return OTHER_NAMES[name] || name;
  }

  function extend(more) {
    if (more.api_key !== settings.api_key) complain("in.js is loaded once per page; another api_key is ignored");
    for (const part of (more.extensions || "").split(",")) {
      const [name, url] = part.trim().split("@");
      if (!name) continue;
      const widget = WIDGETS[canonical(name)];
      const path = URL.canParse(url || "") ? new URL(url).pathname : "";
      if (widget && widget.paths.includes(path)) extensions.set(canonical(name), widget);
      else complain(`extension ${part.trim()} is not one the sandbox imitates`);
    }
    if (allowed) parse();
  }

  // What LinkedIn's own scripts check before they draw; they throw, so the page sees an error and no frame.
  function checkPerson(name, data, alone) {
    if (!data["integration-context"]) throw new Error(`${name}: data-integration-context is required`);
    const [application, posting] = [data["li-job-application-id"], data["ats-job-posting-id"]];
    if (!application && !posting && !alone) {
      throw new Error(`${name}: data-li-job-application-id or data-ats-job-posting-id is required`);
    }
    if (posting && !application && !alone && !data["li-applicant-profile-url"] && !data["applicant-email"]) {
      throw new Error(`${name}: data-ats-job-posting-id needs data-li-applicant-profile-url or data-applicant-email`);
    }
  }

  const CHECKS = {
    ATSIntegrationWidget: () => {},
    ApplicantHighlights: (data) => checkPerson("ApplicantHighlights", data, false),
    HcmWidget: (data) => {
      if (data["widget-type"] !== "ATS") throw new Error('HcmWidget: data-widget-type must be "ATS"');
      checkPerson("HcmWidget", data, Boolean(data["ats-candidate-id"]));
    },
  };

  function attributes(tag) {
    const data = {};
    for (const { name, value } of tag.attributes) if (name.startsWith("data-")) data[name.slice(5)] = value;
    return data;
  }

  function frame(tag, widget, data, title) {
    const id = `in-${frames.size + 1}`;
    const query = new URLSearchParams({ ...data, api_key: settings.api_key, origin: location.origin, frame: id });
    const made = document.createElement("iframe");
    made.title = title;
    made.src = `${home}/plugins/${widget.page}?${query}`;
    made.style.border = "0";
    frames.set(id, { made, tag, fixed: widget.page === "highlights" });
    return made;
  }

  function drawInline(tag, widget, data, title) {
    const made = frame(tag, widget, data, title);
    made.style.width = `${Number.parseInt(data.width, 10) || (widget.page === "profile" ? 850 : 500)}px`;
    made.style.maxWidth = "100%";
    made.style.height = "320px";
    tag.after(made);
  }

  function drawHover(tag, widget, data) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "in";
    button.setAttribute("aria-label", "Applicant highlights");
    button.setAttribute("aria-expanded", "false");
    const look = { font: "700 12px/18px sans-serif", padding: "0 5px", borderRadius: "4px", cursor: "pointer" };
    Object.assign(button.style, look, { border: "0", background: "#6a2c70", color: "#fff" });
    let card = null;
    const show = () => {
      if (!card) {
        card = frame(tag, widget, data, "Applicant highlights");
        Object.assign(card.style, { position: "fixed", width: "420px", height: "650px", zIndex: "2147483000" });
        Object.assign(card.style, { borderRadius: "10px", boxShadow: "0 8px 30px #0006", maxWidth: "96vw" });
        card.addEventListener("mouseleave", hide);
        document.body.append(card);
      }
      const place = button.getBoundingClientRect();
      card.style.left = `${Math.max(8, Math.min(place.left, innerWidth - 428))}px`;
      card.style.top = `${Math.max(8, Math.min(place.bottom + 4, innerHeight - 658))}px`;
      card.hidden = false;
      button.setAttribute("aria-expanded", "true");
    };
    const hide = () => {
      if (card) card.hidden = true;
      button.setAttribute("aria-expanded", "false");
    };
    button.addEventListener("mouseenter", show);
    button.addEventListener("focus", show);
    button.addEventListener("click", show);
    button.addEventListener("mouseleave", (event) => {
      if (event.relatedTarget !== card) hide();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") hide();
    });
    tag.after(button);
  }

  function draw(tag) {
    const name = canonical(tag.type.slice(3));
    const widget = extensions.get(name);
    if (!widget) {
      complain(`no extension for ${tag.type}`);
      return;
    }
    const data = attributes(tag);
    CHECKS[name](data);
    if (widget.page === "highlights") drawHover(tag, widget, data);
    else drawInline(tag, widget, data, widget.page === "profile" ? "Full profile" : "Connect your LinkedIn contract");
  }

  function parse() {
    for (const tag of document.querySelectorAll('script[type^="IN/"]')) {
      if (drawn.has(tag)) continue;
      drawn.add(tag);
      try {
        draw(tag);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  function answered(answer) {
    allowed = answer.allowed;
    if (!allowed) complain(answer.reason);
    else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", parse);
    else parse();
  }

  addEventListener("message", (event) => {
    const known = event.data && frames.get(event.data.frame);
    if (event.origin !== home || !known || known.made.contentWindow !== event.source) return;
    const { name, detail } = event.data;
    if (name === "size" && !known.fixed) known.made.style.height = `${detail}px`;
    if (!CALLBACKS.includes(name)) return;
    const wanted = known.tag.getAttribute(`data-${name}`);
    if (!wanted) return;
    if (typeof window[wanted] === "function") window[wanted](detail);
    else complain(`data-${name} names no global function: ${wanted}`);
  });

  window.IN = { sandbox: true, extend, parse, answered };
  extend(settings);
  const check = document.createElement("script");
  check.src = `${home}/plugins/check.js?${new URLSearchParams({ api_key: settings.api_key || "", origin: location.origin })}`;
  check.addEventListener("error", () => complain("the sandbox does not answer"));
  document.head.append(check);
})();
