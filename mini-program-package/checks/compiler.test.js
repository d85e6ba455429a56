/*
 * WeChat's own compilers take every template and every style sheet.
 */
'use strict'

const assert = require('node:assert/strict')
const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')
const { test } = require('node:test')
const compiler = require('miniprogram-compiler')
const styleCompiler = require('miniprogram-compiler/src/wcsc')
const { MINI_PROGRAM } = require('./places')

const { pages } = require(path.join(MINI_PROGRAM, 'app.json'))

function templatesOf(folder) {
  // The compiled code runs in WeChat's browser, whose version it looks at.
  return new Function('window', compiler.wxmlToJs(folder))({ __webview_engine_version__: 0.02 })
}

function stylesOf(folder, sheets) {
  const compiled = styleCompiler(folder, sheets)
  if (compiled instanceof Error) {
    throw compiled
  }
  return compiled
}

function folderWith(name, content) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'wegrant-'))
  fs.writeFileSync(path.join(folder, name), content)
  return folder
}

test('every template compiles', () => {
  const templates = templatesOf(MINI_PROGRAM)
  assert.ok(pages.length > 0)
  for (const page of pages) {
    assert.equal(typeof templates(`${page}.wxml`), 'function', page)
  }
})

test('every style sheet compiles', () => {
  const sheets = ['app', ...pages]
  const styles = stylesOf(MINI_PROGRAM, sheets)
  for (const sheet of sheets) {
    assert.ok(styles[`${sheet}.wxss`], sheet)
  }
})

for (const wrong of ['<view><text></view>', '<view wx:if="{{a b}}" />', '<view wx:else="" />']) {
  test(`a template that is wrong does not compile: ${wrong}`, () => {
    assert.throws(() => templatesOf(folderWith('wrong.wxml', wrong)), /wrong\.wxml/)
  })
}

for (const wrong of ['.a { color: red', '.a { color: } }']) {
  test(`a style sheet that is wrong does not compile: ${wrong}`, () => {
    assert.throws(() => stylesOf(folderWith('wrong.wxss', wrong), ['wrong']), /wrong\.wxss/)
  })
}
