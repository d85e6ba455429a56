/*
 * Every script fits the types of WeChat's API.
 */
'use strict'

const assert = require('node:assert/strict')
const { execFileSync } = require('node:child_process')
const { test } = require('node:test')
const { PACKAGE, TSC } = require('./places')

test('every script fits the types of WeChat', () => {
  const listed = execFileSync(process.execPath, [TSC, '-p', PACKAGE, '--listFilesOnly'], { encoding: 'utf8' })
  assert.match(listed, /mini-program\/utils\/auth\.js/)
  assert.match(listed, /mini-program\/pages\/profile\/profile\.js/)
  execFileSync(process.execPath, [TSC, '-p', PACKAGE], { stdio: 'inherit' })
})
