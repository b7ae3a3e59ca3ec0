/**
 * A box to sign in, beside a file field (`data-capture="signature"`). Comes by api/static/upload.js.
 *
 * What is drawn goes into the field's file input as a PNG when the pen is lifted, and from there along
 * with the form like any scan. It is a drawing, not an electronic signature in the sense of the law.
 */
import SignaturePad from 'signature_pad';

const INK = 'rgb(0, 0, 0)';
const PAPER = 'rgb(255, 255, 255)'; // in dark pages too: it is a document

/** Fit the canvas to the place it has; what was drawn is drawn again. */
function fit(canvas, pad) {
  const { offsetWidth, offsetHeight } = canvas;
  const scale = Math.max(window.devicePixelRatio || 1, 1);
  if (!offsetWidth || canvas.width === Math.round(offsetWidth * scale)) return;
  const drawn = pad.toData();
  canvas.width = Math.round(offsetWidth * scale);
  canvas.height = Math.round(offsetHeight * scale);
  canvas.getContext('2d').scale(scale, scale);
  pad.clear();
  pad.fromData(drawn);
}

function put(input, files) {
  const transfer = new DataTransfer();
  files.forEach((file) => transfer.items.add(file));
  input.files = transfer.files;
}

export function equip(field, { say }) {
  const box = field.querySelector('.pad');
  const canvas = box.querySelector('canvas');
  const input = field.querySelector('input[type=file]');
  const pad = new SignaturePad(canvas, { penColor: INK, backgroundColor: PAPER });

  pad.addEventListener('endStroke', () => canvas.toBlob((blob) => {
    put(input, [ new File([ blob ], box.dataset.fileName, { type: 'image/png' }) ]);
    say(field, box.dataset.signed);
  }));
  box.querySelector('button').addEventListener('click', () => {
    pad.clear();
    put(input, []);
    say(field, '');
  });
  box.hidden = false;
  new ResizeObserver(() => fit(canvas, pad)).observe(canvas);
}
