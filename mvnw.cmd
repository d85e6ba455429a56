<# : batch portion, which runs the PowerShell portion below to learn which Maven to call
@echo off
setlocal
rem A module path inherited from a newer PowerShell breaks the one of Windows.
set "PSModulePath="
set "WEGRANT_MVNW=%~f0"
set "WEGRANT_MVN="
for /f "usebackq delims=" %%m in (`powershell -NoProfile -ExecutionPolicy Bypass -Command "& ([ScriptBlock]::Create((Get-Content -Raw -LiteralPath $env:WEGRANT_MVNW)))"`) do set "WEGRANT_MVN=%%m"
if not defined WEGRANT_MVN exit /b 1
call "%WEGRANT_MVN%" %*
exit /b %ERRORLEVEL%
#>
# Prints the path of Maven's command: the installed one if it is recent enough, else the release that
# .mvn/wrapper/maven-wrapper.properties names, fetched once and checked.
#   JAVA_HOME               the JDK to use; by default the one of the java on the PATH
#   WEGRANT_MAVEN_BASE_URL  a mirror: the folder that holds the Maven archive
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

function Fail([string] $message) {
  [Console]::Error.WriteLine("mvnw: $message")
  exit 1
}

# Java and Maven write to the error stream too, which must not end this script.
function Get-Output([string] $command, [string[]] $arguments) {
  $ErrorActionPreference = 'Continue'
  try { (& $command @arguments 2>&1 | ForEach-Object { "$_" }) -join "`n" } catch { '' }
}

$java = if ($env:JAVA_HOME) { Join-Path $env:JAVA_HOME 'bin\java.exe' } else { 'java' }
$settings = Get-Output $java '-XshowSettings:properties', '-version'
$needed = 'WeGrant needs a JDK, 17 or newer: set JAVA_HOME or put its bin folder on the PATH'
if ($settings -notmatch 'java\.specification\.version = (\d+)') { Fail "$needed (no such Java runs as '$java')" }
if ([int] $Matches[1] -lt 17) { Fail "$needed ('$java' is Java $($Matches[1]))" }
$null = $settings -match 'java\.home = ([^\r\n]+)'
if (-not (Test-Path -LiteralPath (Join-Path $Matches[1] 'bin\javac.exe'))) {
  Fail "$needed ('$java' is a Java runtime without compiler)"
}

$installed = Get-Command mvn.cmd -CommandType Application -ErrorAction SilentlyContinue | Select-Object -First 1
if ($installed -and (Get-Output $installed.Path '--version') -match 'Apache Maven 3\.(\d+)' -and [int] $Matches[1] -ge 8) {
  $installed.Path
  exit 0
}

$project = Split-Path -Parent $env:WEGRANT_MVNW
$pinned = Get-Content -Raw (Join-Path $project '.mvn\wrapper\maven-wrapper.properties') | ConvertFrom-StringData
$archive = $pinned.distributionUrl.Split('/')[-1]
$release = $archive -replace '-bin\.zip$', ''
$dists = Join-Path $HOME '.m2\wrapper\dists'
$maven = Join-Path $dists "$release-$($pinned.zipSha512.Substring(0, 8))"
if (-not (Test-Path -LiteralPath $maven)) {
  $url = if ($env:WEGRANT_MAVEN_BASE_URL) { "$env:WEGRANT_MAVEN_BASE_URL/$archive" } else { $pinned.distributionUrl }
  [Console]::Error.WriteLine("mvnw: fetching $url")
  $scratch = Join-Path $dists "fetch.$([Guid]::NewGuid())"
  $null = New-Item -ItemType Directory -Force $scratch
  try {
    $file = Join-Path $scratch $archive
    [Net.ServicePointManager]::SecurityProtocol = [Net.ServicePointManager]::SecurityProtocol -bor [Net.SecurityProtocolType]::Tls12
    try { Invoke-WebRequest -UseBasicParsing $url -OutFile $file } catch { Fail "Maven could not be fetched from $url" }
    $actual = (Get-FileHash -Algorithm SHA512 $file).Hash
    if ($actual -ne $pinned.zipSha512) { Fail "what $url gave is not the expected archive: its SHA-512 is $actual" }
    Expand-Archive $file $scratch
    # Several runs may fetch at once: the folder appears complete or not at all, and the first one counts.
    try { [IO.Directory]::Move((Join-Path $scratch $release), $maven) } catch {
      if (-not (Test-Path -LiteralPath $maven)) { Fail "Maven could not be put into $maven" }
    }
  }
  finally {
    Remove-Item -Recurse -Force $scratch
  }
}
Join-Path $maven 'bin\mvn.cmd'
