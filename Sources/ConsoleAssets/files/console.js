// The console works without this; with it, lists stay fresh, deadlines tick and keys act.
(() => {
  'use strict';
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const one = (selector, within = document) => within.querySelector(selector);
  document.documentElement.classList.add('js');

  // What changed is said politely, and not again and again.
  const live = one('#live');
  let sayTimer;
  const say = text => {
    clearTimeout(sayTimer);
    sayTimer = setTimeout(() => { if (live) live.textContent = text; }, 400);
  };

  // Deadlines, in the words that the server uses.
  const soonMinutes = 30;
  const length = minutes => {
    const d = Math.floor(minutes / 1440), h = Math.floor(minutes / 60) % 24, m = minutes % 60;
    if (d) return h && d < 7 ? `${d} d ${h} h` : `${d} d`;
    if (h) return m ? `${h} h ${m} min` : `${h} h`;
    return `${m} min`;
  };
  const tick = () => {
    for (const time of all('time[data-due]')) {
      const seconds = (Date.parse(time.dataset.due) - Date.now()) / 1000;
      const minutes = Math.floor(Math.abs(seconds) / 60);
      const isLate = seconds < 0, number = one('b', time);
      let text = isLate ? `${length(minutes)} late` : `in ${length(minutes)}`;
      if (!minutes) text = isLate ? 'late now' : 'in under 1 min';
      if (number.textContent !== text) number.textContent = text;
      time.classList.toggle('late', isLate);
      time.classList.toggle('soon', !isLate && minutes < soonMinutes);
    }
  };
  if (one('time[data-due]')) setInterval(tick, 15000);

  // A part of the page anew, without losing where one is.
  const idOf = element => element && element.id;
  // Where an element stands, so that its like is found when the list around it has changed: by its
  // own name, or by its number among its kind in the nearest part that has one.
  const placeOf = (element, root) => {
    if (!element || element === root || !root.contains(element)) return null;
    if (element.id) return within => one('#' + CSS.escape(element.id), within);
    const part = element.parentElement.closest('[id], [data-id]'), kind = element.localName;
    const name = part === root ? null
      : part.id ? '#' + CSS.escape(part.id) : `[data-id="${CSS.escape(part.dataset.id)}"]`;
    const index = all(kind, part).indexOf(element);
    return within => {
      const same = name ? one(name, within) : within;
      return same && all(kind, same)[index];
    };
  };
  const refresh = async selector => {
    const old = one(selector);
    if (!old) return;
    const answer = await fetch(location.href, {
      headers: { 'X-Fragment': selector === '#case' ? 'case' : 'list' }, cache: 'no-store',
    });
    if (answer.redirected || !answer.ok) return;
    const parsed = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fresh = one(selector, parsed);
    if (!fresh) return;
    const focus = placeOf(document.activeElement, old), checked = all(':checked', old).map(idOf);
    const opened = all('details[open]', old).map(e => placeOf(e, old));
    const typed = new Map(all('textarea, input[type=text], select', old)
      .filter(e => e.id && (e.value !== e.defaultValue || e === document.activeElement))
      .map(e => [e.id, e]));
    const selected = idOf(one('.row.current', old)) || one('.row.current', old)?.dataset.id;
    const range = document.activeElement?.selectionStart;
    const known = new Set(all('[data-id]', old).map(e => e.dataset.id));
    const { scrollX, scrollY } = window;
    old.replaceWith(document.adoptNode(fresh));
    for (const id of checked) {
      const box = id && document.getElementById(id);
      if (box && box.type === 'checkbox') box.checked = true;
    }
    for (const place of opened) {
      const again = place(fresh);
      if (again) again.open = true;
    }
    for (const [id, before] of typed) {
      const after = document.getElementById(id);
      if (after && after.tagName === before.tagName) after.value = before.value;
    }
    if (selected) mark(all('.row', fresh).find(e => e.dataset.id === selected), false);
    if (focus) {
      const again = focus(fresh);
      again?.focus({ preventScroll: true });
      if (again && range != null && again.setSelectionRange) {
        try { again.setSelectionRange(range, range); } catch { /* not a text field */ }
      }
    }
    window.scrollTo(scrollX, scrollY);
    const news = all('[data-id]', fresh).filter(e => !known.has(e.dataset.id));
    for (const row of news) row.classList.add('fresh');
    if (news.length) say(news.length === 1 ? 'One new in the list.' : `${news.length} new in the list.`);
    else if (selector === '#case') say('The conversation has changed.');
    watch();
    tick();
  };
  const later = (() => {
    const timers = {};
    return (name, delay, action) => {
      clearTimeout(timers[name]);
      timers[name] = setTimeout(() => Promise.resolve(action()).catch(() => {}), delay);
    };
  })();

  // What the server tells.
  const subscribe = () => {
    const conversation = one('#case')?.dataset.conversation;
    if (!live || !window.EventSource) return;
    const kinds = new Set(all('[data-live]').map(e => e.dataset.live));
    const path =
      '/events' + (conversation ? `?conversation=${encodeURIComponent(conversation)}` : '');
    const actions = {};
    const on = (name, action) => { actions[name] = action; };
    on('inbox', () => { if (kinds.has('inbox')) later('list', 300, () => refresh('#list')); });
    on('incidents', () => {
      if (kinds.has('incidents')) later('list', 300, () => refresh('#list'));
    });
    on('conversation', data => {
      const isThis = data.conversation == null || String(data.conversation) === conversation;
      if (conversation && isThis) later('case', 300, () => refresh('#case'));
    });
    on('presence', data => {
      const others = Array.isArray(data.names) ? data.names : [];
      const place = one('#presence');
      if (!place || String(data.conversation) !== conversation) return;
      const text = !others.length ? ''
        : others.length === 1 ? `${others[0]} is viewing` : `${others.join(', ')} are viewing`;
      place.hidden = !text;
      place.lastElementChild.textContent = text;
    });
    // A browser has six connections to a host: tabs that nobody sees need none.
    let source;
    const close = () => { source?.close(); source = null; };
    const open = () => {
      if (source || document.hidden) return;
      try { source = new EventSource(path); } catch { return; }
      for (const [name, action] of Object.entries(actions)) {
        source.addEventListener(name, event => {
          let data = {};
          try { data = JSON.parse(event.data); } catch { /* a bare event */ }
          action(data);
        });
      }
    };
    open();
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) { close(); return; }
      open();
      actions.inbox();
      actions.conversation({});
      actions.incidents();
    });
    window.addEventListener('pagehide', close);
    window.addEventListener('pageshow', open);
  };

  // The editor.
  const count = (text, unit) => {
    if (unit === 'utf16') return text.length;
    if (unit === 'graphemes' && Intl.Segmenter) {
      let n = 0;
      for (const _ of new Intl.Segmenter().segment(text)) n += 1;
      return n;
    }
    return [...text].length;
  };
  const counted = area => {
    const used = count(area.value, area.dataset.unit), limit = Number(area.dataset.limit);
    const place = one('#count');
    if (!place) return;
    one('[data-used]', place).textContent = String(used);
    place.classList.toggle('over', used > limit);
  };
  let reviewing;
  const review = async area => {
    const form = area.form, place = one('#verdict');
    const text = area.value;
    reviewing?.abort();
    if (!text.trim() || !form || !place) { if (place) place.textContent = ''; return; }
    reviewing = new AbortController();
    const answer = await fetch(form.dataset.review, {
      method: 'POST', signal: reviewing.signal, headers: { Accept: 'application/json' },
      body: new URLSearchParams({ csrf: form.elements.csrf.value, text }),
    });
    if (!answer.ok || area.value !== text) return;
    const said = await answer.json();
    place.textContent = said.words || '';
    place.className = `verdict ${said.tone === 'good' || said.tone === 'bad' ? said.tone : ''}`;
    if (typeof said.used === 'number') one('#count [data-used]').textContent = String(said.used);
  };
  const insert = text => {
    const area = one('#text');
    if (!area) return;
    const gap = area.value && !/\s$/.test(area.value) ? '\n' : '';
    area.value = area.value ? area.value + gap + text : text;
    area.focus();
    area.dispatchEvent(new Event('input', { bubbles: true }));
  };
  document.addEventListener('input', event => {
    const area = event.target;
    if (area.id !== 'text') return;
    counted(area);
    later('review', 600, () => review(area));
  });
  document.addEventListener('change', event => {
    const choice = event.target;
    if (choice.id !== 'macro') return;
    const text = choice.selectedOptions[0]?.dataset.text;
    if (text) insert(text);
    choice.selectedIndex = 0;
  });
  document.addEventListener('click', event => {
    const link = event.target.closest?.('a.suggestion');
    if (!link) return;
    event.preventDefault();
    insert(link.dataset.text);
  });
  const undoing = form => {
    const end = Date.parse(form.dataset.undo), place = one('[data-left]', form);
    const timer = setInterval(() => {
      const left = Math.ceil((end - Date.now()) / 1000);
      if (left > 0 && form.isConnected) { place.textContent = `${left} s`; return; }
      clearInterval(timer);
      form.remove();
    }, 500);
  };
  const watch = () => {
    for (const form of all('form[data-undo]:not(.watched)')) {
      form.classList.add('watched');
      undoing(form);
    }
    const area = one('#text');
    if (area) counted(area);
  };

  // Keys.
  const mark = (row, moves = true) => {
    for (const other of all('.row.current')) other.classList.remove('current');
    if (!row) return;
    row.classList.add('current');
    if (moves) {
      (one('h2 a, textarea', row) || row).focus({ preventScroll: true });
      row.scrollIntoView({ block: 'nearest' });
    }
  };
  const move = step => {
    const rows = all('.row');
    const at = rows.findIndex(row => row.classList.contains('current'));
    const to = at < 0 ? (step > 0 ? 0 : rows.length - 1) : at + step;
    if (rows[to]) mark(rows[to]);
  };
  const current = () => one('.row.current');
  const bulk = action => {
    const button = one(`.bulk button[value=${action}]`);
    const box = current() && one('.pick input', current());
    if (!button) return;
    if (box && !one('.pick :checked')) box.checked = true;
    if (one('.pick :checked')) button.click();
  };
  const goes = { i: '/inbox', a: '/approvals', n: '/incidents', r: '/reports', h: '/health' };
  const keys = {
    j: () => move(1),
    k: () => move(-1),
    o: () => one('h2 a', current() || document.createElement('p'))?.click(),
    x: () => { if (current()) one('.pick input', current())?.click(); },
    t: () => one('[data-key=t]') ? one('[data-key=t]').click() : bulk('take'),
    r: () => one('#text')?.focus(),
    s: () => {
      const choice = one('.choices button');
      if (choice) choice.focus(); else if (current() || one('.pick :checked')) bulk('snooze');
    },
    c: () => {
      const part = one('#close');
      if (part) { part.open = true; one('select', part).focus(); } else bulk('close');
    },
    a: () => one('[data-key=a]', current() || document)?.click(),
    '/': () => one('input[type=search]')?.focus(),
    '?': () => one('#keys')?.showModal?.(),
  };
  let leads = 0;
  document.addEventListener('keydown', event => {
    const target = event.target;
    const types = target.closest?.('input:not([type=checkbox]), textarea, select, [contenteditable]');
    if (types) {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && target.form
          && target.tagName === 'TEXTAREA') {
        event.preventDefault();
        target.form.requestSubmit();
      }
      if (event.key === 'Escape') target.blur();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || one('dialog[open]')) return;
    if (leads && Date.now() - leads < 1500) {
      leads = 0;
      if (goes[event.key]) { event.preventDefault(); location.assign(goes[event.key]); return; }
    }
    if (event.key === 'g') { leads = Date.now(); return; }
    if (!Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  });
  document.addEventListener('focusin', event => {
    const row = event.target.closest?.('.row');
    if (row && !row.classList.contains('current')) mark(row, false);
  });

  // A form is sent once.
  document.addEventListener('submit', event => {
    const form = event.target;
    if (form.method !== 'post' || event.defaultPrevented) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = 'yes';
    setTimeout(() => { delete form.dataset.sent; }, 3000);
  });

  watch();
  tick();
  subscribe();
})();
