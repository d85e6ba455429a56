'use strict'

const path = require('node:path')

const PACKAGE = path.join(__dirname, '..')

module.exports = {
  PACKAGE,
  MINI_PROGRAM: path.join(PACKAGE, '..', 'mini-program'),
  TSC: require.resolve('typescript/bin/tsc')
}
