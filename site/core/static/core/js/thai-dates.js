/* Dates of the admin in Thai: what is typed becomes the form that the calendar reads, and its words stand beside it. */
(function () {
  "use strict";
  var example = document.currentScript.dataset.example, moment = document.currentScript.dataset.moment;
  var unread = document.currentScript.dataset.unread;
  var FIELD = ".w-field--thai_date_input input[type=text], input.thai-date";
  var TIMED = ".w-field--thai_date_time_input input[type=text]";
  var MONTHS = ["มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน", "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม",
    "พฤศจิกายน", "ธันวาคม"];
  var SHORT = ["มค", "กพ", "มีค", "เมย", "พค", "มิย", "กค", "สค", "กย", "ตค", "พย", "ธค"];
  var DAYS = ["อาทิตย์", "จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์"];

  function month(name) {
    var bare = name.replace(/[.\s]/g, "");
    return (MONTHS.indexOf(bare) + 1) || (SHORT.indexOf(bare) + 1);
  }
  // A day that exists, as a Date at noon; null for anything else.
  function read(text) {
    var plain = text.trim().replace(/[๐-๙]/g, function (digit) { return digit.charCodeAt(0) - 0x0e50; });
    var found = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(plain), year, number, day;
    if (found) { year = +found[1]; number = +found[2]; day = +found[3]; }
    else if ((found = /^(\d{1,2})[\/.-](\d{1,2})[\/.-](\d{4})$/.exec(plain))) { day = +found[1]; number = +found[2]; year = +found[3]; }
    else if ((found = /^(\d{1,2})\s*([ก-ฮะ-์.\s]+?)\s*(?:พ\.?\s?ศ\.?\s*)?(\d{4})$/.exec(plain))) { day = +found[1]; number = month(found[2]); year = +found[3]; }
    else return null;
    if (year >= 2400) year -= 543;
    var date = new Date(year, number - 1, day, 12);
    return date.getFullYear() === year && date.getMonth() === number - 1 && date.getDate() === day ? date : null;
  }
  // What the field holds: a day, or a day with a time of the clock in a field that asks for both.
  function held(input) {
    if (!input.matches(TIMED)) {
      var day = read(input.value);
      return day && { iso: iso(day), words: words(day) };
    }
    var plain = input.value.trim().replace(/[๐-๙]/g, function (digit) { return digit.charCodeAt(0) - 0x0e50; });
    var found = /^(.+?)(?:\s+เวลา)?\s+(\d{1,2})[:.]([0-5]\d)(?:\s*น\.?)?$/.exec(plain), date = found && read(found[1]);
    if (!date || +found[2] > 23) return null;
    return { iso: iso(date) + " " + two(+found[2]) + ":" + found[3], words: words(date) + " เวลา " + two(+found[2]) + "." + found[3] + " น." };
  }
  function two(number) { return (number < 10 ? "0" : "") + number; }
  function iso(date) { return date.getFullYear() + "-" + two(date.getMonth() + 1) + "-" + two(date.getDate()); }
  function words(date) {
    return "วัน" + DAYS[date.getDay()] + "ที่ " + date.getDate() + " " + MONTHS[date.getMonth()] + " " + (date.getFullYear() + 543);
  }
  function say(input, left) {
    var id = input.id + "-thai", note = document.getElementById(id);
    if (!note) {
      note = document.createElement("p");
      note.id = id;
      note.className = "help";
      note.lang = "th";
      note.setAttribute("role", "status");
      input.insertAdjacentElement("afterend", note);
      input.setAttribute("aria-describedby", ((input.getAttribute("aria-describedby") || "") + " " + id).trim());
    }
    var date = held(input), text = date ? date.words : left && input.value.trim() ? unread : input.matches(TIMED) ? moment : example;
    if (note.textContent !== text) note.textContent = text;
  }
  function all() { document.querySelectorAll(FIELD + ", " + TIMED).forEach(function (input) { if (input.id && !document.getElementById(input.id + "-thai")) say(input); }); }
  function of(event) { return event.target.matches && event.target.matches(FIELD + ", " + TIMED) ? event.target : null; }

  // Before the calendar looks at the field: it would put today in place of what it cannot read, a day that does
  // not exist among it. That stays as it was typed, for the form to refuse.
  document.addEventListener("blur", function (event) {
    var input = of(event), date = input && held(input);
    if (date && input.value !== date.iso) {
      input.value = date.iso;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
    if (input && !date && input.value.trim()) event.stopImmediatePropagation();
    if (input) say(input, true);
  }, true);
  ["input", "change", "focusin"].forEach(function (name) {
    document.addEventListener(name, function (event) { var input = of(event); if (input) say(input); });
  });
  // The calendar opens a tenth of a second after its field is entered, also where the field has been left again by
  // then, and it knows no key that closes it.
  function hide(input) { if (window.jQuery && window.jQuery.fn.datetimepicker) window.jQuery(input).datetimepicker("hide"); }
  document.addEventListener("focusout", function (event) {
    var input = of(event);
    if (input) window.setTimeout(function () { if (document.activeElement !== input) hide(input); }, 150);
  });
  document.addEventListener("keydown", function (event) {
    var input = event.key === "Escape" ? of(event) : null;
    if (!input || !Array.from(document.querySelectorAll(".xdsoft_datetimepicker")).some(function (each) { return each.offsetParent; })) return;
    hide(input);
    event.stopPropagation(); // the menu of a narrow screen would take the focus
  }, true);
  // The calendar counts and stores years of the Christian era; a Thai screen only shows them in ours.
  function years() {
    document.querySelectorAll(".xdsoft_year > span, .xdsoft_yearselect .xdsoft_option").forEach(function (shown) {
      if (/^(19|20)\d\d$/.test(shown.textContent)) shown.textContent = +shown.textContent + 543;
    });
  }
  var waits = false, inThai = document.documentElement.lang === "th";
  new MutationObserver(function () {
    if (inThai) years(); // before the screen is drawn
    if (waits) return;
    waits = true;
    window.requestAnimationFrame(function () { waits = false; all(); });
  }).observe(document.body, { childList: true, subtree: true });
  all();
})();
