import { chromium } from 'playwright-core';
import { expect, it } from 'vitest';
import {
  browserBundle,
  inEmptyRoom,
  onServer,
  scheduleText,
  someChildren,
} from '../../subgraphs/vaccines/schedule/two-engines.test-kit.ts';

it('source on servers, bundle without Node and bundle in Chromium answer 2,000 random children byte for byte alike', async () => {
  const script = await browserBundle();
  const { texts } = someChildren(2000);
  const wanted = texts.map(onServer);
  expect(texts.map(inEmptyRoom(script))).toEqual(wanted);

  const executablePath = process.env.MIAOBEN_BROWSER ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const page = await browser.newPage();
    await page.addScriptTag({ content: `${script};globalThis.answer = engine.answerer(${scheduleText()});` });
    for (let from = 0; from < texts.length; from += 200) {
      const part = JSON.stringify(texts.slice(from, from + 200));
      expect(await page.evaluate(`${part}.map(answer)`)).toEqual(wanted.slice(from, from + 200));
    }
  } finally {
    await browser.close();
  }
});
