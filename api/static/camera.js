/**
 * A camera for papers, beside a file field (`data-capture="camera"`). Comes by upload.js.
 *
 * Where the page may use the camera (TLS, or the server's own PC) it opens in a dialog; a telephone
 * without that takes the picture by its own camera through a file input; elsewhere nothing shows.
 */
function stop(video) {
  video.srcObject?.getTracks().forEach((track) => track.stop());
  video.srcObject = null;
}

function inDialog(field, box, { send, say, shrunk }) {
  const dialog = box.querySelector('dialog');
  const video = box.querySelector('video');

  async function open() {
    try {
      video.srcObject = await navigator.mediaDevices.getUserMedia({
        audio: false, video: { facingMode: 'environment', width: { ideal: 2400 }, height: { ideal: 1800 } }
      });
    } catch {
      return say(field, box.dataset.refused);
    }
    dialog.showModal();
    await video.play();
  }

  async function shoot() {
    const picture = await shrunk(video, Number(field.dataset.most));
    dialog.close();
    if (picture) send(field, [ new File([ picture ], box.dataset.fileName, { type: picture.type }) ]);
  }

  box.querySelector('[data-open]').addEventListener('click', open);
  box.querySelector('[data-shoot]').addEventListener('click', shoot);
  box.querySelector('[data-close]').addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => stop(video));
}

function byTelephone(field, box, { send }) {
  const input = document.createElement('input');
  Object.assign(input, { type: 'file', accept: 'image/*', capture: 'environment', hidden: true });
  input.addEventListener('change', (event) => {
    event.stopPropagation();
    if (input.files.length) send(field, [ ...input.files ]);
  });
  box.append(input);
  box.querySelector('[data-open]').addEventListener('click', () => input.click());
}

export function equip(field, tools) {
  const box = field.querySelector('.camera');
  const mayUse = window.isSecureContext && navigator.mediaDevices?.getUserMedia;
  if (!mayUse && !matchMedia('(pointer: coarse)').matches) return;
  (mayUse ? inDialog : byTelephone)(field, box, tools);
  box.hidden = false;
}
