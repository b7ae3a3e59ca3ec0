// Writes THIRD_PARTY.txt beside the built scripts: the licence of every package bundled into them.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

function packageFolder(module) {
  const at = module.lastIndexOf('/node_modules/');
  if (at < 0) return null;

  let folder = dirname(module);
  while (folder.length > at && !existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  while (!JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version) folder = dirname(folder);
  return folder;
}

function licenceText(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? readFileSync(join(folder, file), 'utf8').trim() : '';
  return `${name} ${version} (${license})\n\n${text}\n`;
}

export function thirdPartyLicences() {
  return {
    name: 'third-party-licences',
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((output) => Object.keys(output.modules ?? {}));
      const folders = new Set(modules.map((id) => packageFolder(id.split('?')[0])).filter(Boolean));
      const source = [ ...folders ].sort().map(licenceText).join(`\n${'-'.repeat(80)}\n\n`);
      this.emitFile({ type: 'asset', fileName: 'THIRD_PARTY.txt', source });
    }
  };
}
