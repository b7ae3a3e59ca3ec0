/**
 * Files of a task's form: each is sent as soon as it is chosen, and its field laid out anew.
 *
 * The page works without it: files then go along with the form. So a file is checked while the officer
 * types on, kept with the draft when the line or the power fails, and never sent twice. A photograph too
 * large is made smaller first. Camera and signature come in scripts of their own (`data-script`), when a
 * field asks for one. Texts come from the field's data attributes.
 */
/** Points of the longer side and quality, the best that fits: an A4 page at 200 dpi has 2,339. */
const TRIES = [ [ 2400, 0.85 ], [ 2400, 0.65 ], [ 1800, 0.7 ], [ 1400, 0.6 ] ];

const inputOf = (field) => field.querySelector('input[type=file]');

/** Say something in the field, politely. */
export function say(field, text) {
  const place = field.querySelector('[data-said]');
  if (place) place.textContent = text;
}

/** The picture as a JPEG of at most so many bytes, or null. */
export async function shrunk(picture, most) {
  const bitmap = await createImageBitmap(picture);
  const canvas = document.createElement('canvas');
  for (const [ longest, quality ] of TRIES) {
    const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    canvas.getContext('2d').drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => { canvas.toBlob(done, 'image/jpeg', quality); });
    if (blob && blob.size <= most) return blob;
  }
  return null;
}

async function fitting(file, most) {
  if (file.size <= most) return file;
  if (!/^image\/(jpeg|png)$/.test(file.type)) return null;
  const blob = await shrunk(file, most).catch(() => null);
  return blob && new File([ blob ], file.name.replace(/\.\w+$/, '.jpg'), { type: blob.type });
}

/** The form without its files, but for these. */
function bodyWith(field, files) {
  const body = new FormData();
  for (const [ name, value ] of new FormData(inputOf(field).form)) {
    if (!(value instanceof File)) body.append(name, value);
  }
  files.forEach((file) => body.append(field.dataset.name, file));
  body.append('_isian', field.dataset.name);
  return body;
}

function exchange(field, html) {
  const fresh = document.createRange().createContextualFragment(html).querySelector('fieldset.files');
  const hadFocus = field.contains(document.activeElement);
  field.replaceWith(fresh);
  if (hadFocus) inputOf(fresh).focus({ preventScroll: true });
  return fresh;
}

/** Send files of a field; when that fails, those in its input go along with the form. */
export async function send(field, files) {
  const { adding, most, tooLarge, sending, sent, failed } = field.dataset;
  const fit = await Promise.all(files.map((file) => fitting(file, Number(most))));
  if (fit.includes(null)) {
    inputOf(field).value = '';
    return say(field, tooLarge);
  }
  say(field, sending);
  try {
    const answer = await fetch(adding, { method: 'POST', body: bodyWith(field, fit), credentials: 'same-origin' });
    if (!answer.ok && answer.status !== 422) throw new Error(`not taken: ${answer.status}`);
    const fresh = exchange(field, await answer.text());
    if (answer.ok) say(fresh, sent);
  } catch {
    say(field, failed);
  }
}

document.addEventListener('change', (event) => {
  const field = event.target.type === 'file' && event.target.closest('fieldset.files[data-adding]');
  if (field && event.target.files.length) send(field, [ ...event.target.files ]);
});

/** Give a field its camera or its box to sign in; fields come and go with the answers. */
async function equip(field) {
  field.dataset.ready = '';
  try {
    const device = await import(field.dataset.script);
    device.equip(field, { send, say, shrunk });
  } catch (fault) {
    console.warn(fault.message); // the file input is there
  }
}

const equipAll = () => document
  .querySelectorAll('fieldset.files[data-script]:not([data-ready], :disabled)')
  .forEach(equip);

new MutationObserver(equipAll).observe(document.body, { childList: true, subtree: true });
equipAll();
