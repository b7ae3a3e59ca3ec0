/**
 * Draws a case's diagram and says "you are here" on it.
 *
 * The page gives everything in data attributes of `.diagram` (templates/parts/diagram.html); without
 * this script it still says the step in words and lists the history in a table. Read only: studio
 * and replay are features of their own.
 */
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';

import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import './viewer.css';

const PADDING = 24;
const SMALLEST_READABLE = 0.6; // below this zoom the labels cannot be read: show the present step
const ZOOM_STEP = 1.25;

function ids(text) {
  return (text ?? '').split(' ').filter(Boolean);
}

function markElements(viewer, data) {
  const canvas = viewer.get('canvas');
  const registry = viewer.get('elementRegistry');
  const mark = (text, marker) => ids(text)
    .filter((id) => registry.get(id))
    .forEach((id) => canvas.addMarker(id, marker));

  mark(data.visited, 'alur-visited');
  mark(data.flows, 'alur-visited');
  mark(data.active, 'alur-active');
  mark(data.failed, 'alur-failed');
}

function labelElements(viewer, data) {
  const overlays = viewer.get('overlays');
  const registry = viewer.get('elementRegistry');

  for (const id of ids(data.active)) {
    if (!registry.get(id)) continue;
    const html = document.createElement('span');
    html.className = 'alur-here';
    html.textContent = data.hereLabel;
    overlays.add(id, 'here', { position: { top: -13, left: 8 }, html });
  }
}

/**
 * Show the whole diagram; where that would be too small to read, the present step in its middle, or
 * of a procedure that no case is drawn on its start. An ended case is shown whole: where it went.
 */
function fit(viewer, data) {
  const canvas = viewer.get('canvas');
  const registry = viewer.get('elementRegistry');
  const present = [ ...ids(data.active), ...ids(data.failed) ].map((id) => registry.get(id)).find(Boolean);

  if (present) canvas.setRootElement(canvas.findRoot(present));
  showWhole(canvas);
  const isOfCase = data.visited !== undefined;
  if (canvas.zoom() >= SMALLEST_READABLE || (isOfCase && !present)) return;

  canvas.zoom(SMALLEST_READABLE);
  if (present) return centre(canvas, present);
  const start = registry.find(
    (element) => element.type === 'bpmn:StartEvent' && element.parent.type !== 'bpmn:SubProcess'
  );
  if (start) canvas.scrollToElement(start, { top: 60, bottom: 60, left: 80, right: 80 });
}

function showWhole(canvas) {
  canvas.zoom('fit-viewport', 'auto');
  canvas.zoom(canvas.zoom() * (1 - PADDING / Math.max(canvas.getSize().height, PADDING * 4)), 'auto');
}

function centre(canvas, { x, y, width, height }) {
  const seen = canvas.viewbox();
  canvas.viewbox({
    ...seen,
    x: x + width / 2 - seen.width / 2,
    y: y + height / 2 - seen.height / 2
  });
}

function button(text, label, action) {
  const node = document.createElement('button');
  node.type = 'button';
  node.textContent = text;
  node.setAttribute('aria-label', label);
  node.title = label;
  node.addEventListener('click', action);
  return node;
}

function controls(viewer, data) {
  const canvas = viewer.get('canvas');
  const bar = document.createElement('div');
  bar.className = 'diagram-controls';
  bar.append(
    button('+', data.zoomInLabel, () => canvas.zoom(canvas.zoom() * ZOOM_STEP, 'auto')),
    button('−', data.zoomOutLabel, () => canvas.zoom(canvas.zoom() / ZOOM_STEP, 'auto')),
    button('⤢', data.fitLabel, () => showWhole(canvas))
  );
  return bar;
}

async function draw(container) {
  const data = container.dataset;
  const answer = await fetch(data.xml, { credentials: 'same-origin' });
  if (!answer.ok) throw new Error(`the diagram could not be read: ${answer.status}`);

  container.hidden = false;
  // the wheel scrolls the page, not the diagram: a reader must not get stuck in it
  const viewer = new NavigatedViewer({ container, zoomScroll: { enabled: false } });
  await viewer.importXML(await answer.text());
  markElements(viewer, data);
  labelElements(viewer, data);
  fit(viewer, data);
  container.before(controls(viewer, data));
}

for (const container of document.querySelectorAll('.diagram[data-xml]')) {
  draw(container).catch((fault) => {
    container.hidden = true; // the words and the table below say the same
    console.warn(fault.message);
  });
}
