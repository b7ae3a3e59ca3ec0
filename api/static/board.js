/**
 * The board in the hall: asks anew by itself, speaks each call once, and lives through a lost line.
 *
 * The page's own HTML is all it knows: it fetches the page again and puts the new `#state` in place
 * of the old. A call is spoken when the server says it is fresh and it was not spoken before; calls
 * wait for each other. While the line is lost the last state stays, with since when. Without this
 * module the page asks anew by a header, and is silent.
 *
 * What it does can be read off `#hall`: data-voice (off, idle, speaking), data-pending (calls that
 * wait), data-spoken (the last calls spoken, as day/place).
 */
const SECONDS = 1000;
const USUAL = 3 * SECONDS;
const LONGEST = 30 * SECONDS;
const PATIENCE = 8 * SECONDS;
const REMEMBERED = 40;
const CHIME = [660, 528];
const TONE = 0.4;

const hall = document.getElementById('hall');
const loud = new URLSearchParams(location.search).has('suara');

if (hall && 'live' in hall.dataset) begin(hall);
else if (hall) location.replace(hall.dataset.board + (loud ? '&suara=1' : ''));

/** @param {HTMLElement} hall */
function begin(hall) {
  const pending = [];
  const spoken = new Set(remembered());
  let wait = USUAL;
  let lostSince = null;
  let timer = 0;
  let audio = null;

  const button = document.getElementById('sound');
  const line = document.getElementById('spoken');
  const lost = document.getElementById('lost');
  button.addEventListener('click', () => turnOn());
  button.hidden = false;
  window.addEventListener('online', () => ask());
  window.speechSynthesis?.getVoices(); // some browsers load them at the first asking
  show('off');
  if (loud) turnOn(); // `?suara=1`: for a browser that lets pages speak unasked
  take();
  timer = setTimeout(ask, wait);

  async function ask() {
    clearTimeout(timer);
    try {
      const answer = await fetch(hall.dataset.board, { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE) });
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const state = page.getElementById('state');
      if (!state) throw new Error('no state');
      document.getElementById('state').replaceWith(document.adoptNode(state));
      found();
      take();
    } catch {
      lose();
    }
    timer = setTimeout(ask, wait);
  }

  function lose() {
    lostSince ??= new Date();
    wait = Math.min(wait * 1.6, LONGEST);
    const time = lostSince.toLocaleTimeString('id-ID', { hour: '2-digit', minute: '2-digit' });
    lost.textContent = hall.dataset.lost.replace('{time}', time);
    lost.hidden = false;
  }

  function found() {
    lostSince = null;
    wait = USUAL;
    lost.hidden = true;
  }

  /** Queue the fresh calls, the oldest first. What is called while the sound is off stays unsaid. */
  function take() {
    const calls = [...document.querySelectorAll('[data-call][data-fresh]')].reverse();
    for (const { dataset } of calls) {
      if (spoken.has(dataset.call)) continue;
      spoken.add(dataset.call);
      if (hall.dataset.voice === 'off') line.textContent = dataset.text;
      else pending.push({ ...dataset });
    }
    remember();
    if (hall.dataset.voice === 'idle') next();
    else show(hall.dataset.voice);
  }

  async function next() {
    const call = pending.shift();
    if (!call) return show('idle');
    show('speaking');
    line.textContent = call.text;
    await chime();
    await speak(call.speech);
    return next();
  }

  function turnOn() {
    const Context = window.AudioContext;
    audio = Context ? new Context() : null;
    button.hidden = true;
    line.textContent = '';
    next();
  }

  async function chime() {
    if (audio) {
      CHIME.forEach((pitch, at) => {
        const tone = audio.createOscillator();
        const loudness = audio.createGain();
        const start = audio.currentTime + at * TONE;
        tone.frequency.value = pitch;
        loudness.gain.setValueAtTime(0.4, start);
        loudness.gain.exponentialRampToValueAtTime(0.001, start + TONE);
        tone.connect(loudness).connect(audio.destination);
        tone.start(start);
        tone.stop(start + TONE);
      });
    }
    await pause(CHIME.length * TONE * SECONDS);
  }

  /** Speak with an Indonesian voice; without one the chime has to do. */
  function speak(text) {
    const voice = window.speechSynthesis?.getVoices().find((each) => /^id/i.test(each.lang));
    if (!voice) return Promise.resolve();
    const said = new SpeechSynthesisUtterance(text);
    said.voice = voice;
    said.lang = voice.lang;
    said.rate = 0.9;
    const over = new Promise((resolve) => {
      said.addEventListener('end', resolve);
      said.addEventListener('error', (event) => {
        if (event.error === 'not-allowed') refuse();
        resolve();
      });
    });
    window.speechSynthesis.speak(said);
    return Promise.race([over, pause(15 * SECONDS)]); // some browsers forget to say that they ended
  }

  function refuse() {
    button.hidden = false;
    line.textContent = hall.dataset.refused;
  }

  function show(voice) {
    hall.dataset.voice = voice;
    hall.dataset.pending = String(pending.length);
  }

  function remember() {
    const kept = [...spoken].slice(-REMEMBERED);
    hall.dataset.spoken = kept.join(' ');
    try {
      sessionStorage.setItem('spoken', kept.join(' '));
    } catch { /* a browser without storage repeats itself after a reload */ }
  }

  function remembered() {
    try {
      return (sessionStorage.getItem('spoken') ?? '').split(' ').filter(Boolean);
    } catch {
      return [];
    }
  }
}

function pause(milliseconds) {
  return new Promise((resolve) => { setTimeout(resolve, milliseconds); });
}
