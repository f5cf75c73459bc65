; 督办的安装程序：每个用户一份，不要管理员权限。makensis -INPUTCHARSET UTF8 -DVERSION=… -DNUMBERS=… -DTARGET=… -DSOURCE=… -DOUT=… duban.nsi
; Called by resources/installer/windows.py. Switches and exit codes: docs/deployment.md.
;
; The new program is unpacked beside the old one and put in its place by renaming: whatever fails, the old one still runs.
Unicode true
Target ${TARGET} ; x86-unicode for releases (NSIS for Windows has no other); amd64-unicode under a wine of 64 bits
!include "MUI2.nsh"
!include "LogicLib.nsh"
!include "WinVer.nsh"
!include "FileFunc.nsh"
!include "WordFunc.nsh"
!include "x64.nsh"

!define PRODUCT "督办"
!define KEY "Software\Duban"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Duban"
!define OLDEST_BUILD 17763 ; Windows 10 1809

; Exit codes.
!define CODE_WINDOWS 10
!define CODE_DOWNGRADE 11
!define CODE_RUNNING 12
!define CODE_SPACE 13
!define CODE_BACKUP 14
!define CODE_WRITE 15

Name "${PRODUCT}"
Caption "${PRODUCT} ${VERSION} 安装"
OutFile "${OUT}"
!ifndef FAST
  SetCompressor /SOLID lzma
  SetCompressorDictSize 64
!endif
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\Duban"
InstallDirRegKey HKCU "${KEY}" "Folder"
ManifestDPIAware true
ManifestSupportedOS Win10
AllowSkipFiles off
BrandingText " "
ShowInstDetails nevershow
ShowUninstDetails nevershow

VIProductVersion "${NUMBERS}"
VIFileVersion "${NUMBERS}"
VIAddVersionKey /LANG=2052 "ProductName" "${PRODUCT}"
VIAddVersionKey /LANG=2052 "FileDescription" "${PRODUCT} 安装程序"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "LegalCopyright" "Apache License 2.0"

!ifdef SIGN
  !finalize '${SIGN} "%1"'
  !uninstfinalize '${SIGN} "%1"'
!endif

!define MUI_ICON "${SOURCE}/_internal/resources/icons/duban.ico"
!define MUI_UNICON "${SOURCE}/_internal/resources/icons/duban.ico"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\app\duban-window.exe"
!define MUI_FINISHPAGE_RUN_TEXT "现在打开督办"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

Var Log
Var Data
Var Switches
Var Earlier

!macro common un
  ; One line into the log: UTF-16 with a mark, which Notepad and PowerShell read.
  Function ${un}Say
    Exch $0
    FileWriteUTF16LE $Log "$0$\r$\n"
    Pop $0
  FunctionEnd

  Function ${un}OpenLog
    ${GetParameters} $Switches
    ClearErrors
    ${GetOptions} $Switches "/LOG=" $0
    ${If} ${Errors}
    ${OrIf} $0 == ""
      StrCpy $0 "$TEMP\duban-setup.log"
    ${EndIf}
    ClearErrors
    FileOpen $Log $0 w
    ${If} ${Errors} ; a log that can't be written must not stop anything
      ClearErrors
      FileOpen $Log "$TEMP\duban-setup.log" w
    ${EndIf}
    FileWriteUTF16LE /BOM $Log ""
    ; Where the data lies: as the program itself decides.
    ReadEnvStr $Data "DUBAN_HOME"
    ${If} $Data == ""
      StrCpy $Data "$LOCALAPPDATA\duban"
    ${EndIf}
    ClearErrors
  FunctionEnd

  ; Pushes 1 when a program file is held open, by a running program or by a virus scanner; else 0.
  Function ${un}IsRunning
    Push $0
    Push $1
    StrCpy $1 0
    ${If} ${FileExists} "$INSTDIR\app\duban-window.exe"
      ClearErrors
      FileOpen $0 "$INSTDIR\app\duban-window.exe" a
      ${If} ${Errors}
        StrCpy $1 1
      ${Else}
        FileClose $0
      ${EndIf}
    ${EndIf}
    ${If} ${FileExists} "$INSTDIR\app\duban.exe"
      ClearErrors
      FileOpen $0 "$INSTDIR\app\duban.exe" a
      ${If} ${Errors}
        StrCpy $1 1
      ${Else}
        FileClose $0
      ${EndIf}
    ${EndIf}
    ClearErrors
    StrCpy $0 $1
    Pop $1
    Exch $0
  FunctionEnd
!macroend
!insertmacro common ""
!insertmacro common "un."

!macro say un text
  Push "${text}"
  Call ${un}Say
!macroend
!define Say '!insertmacro say ""'
!define unSay '!insertmacro say "un."'

; Ends with a sentence: on the screen, or only in the log when silent.
!macro refuse un code text
  Push "停止（${code}）：${text}"
  Call ${un}Say
  MessageBox MB_OK|MB_ICONSTOP "${text}" /SD IDOK
  FileClose $Log
  SetErrorLevel ${code}
  Quit
!macroend
!define Refuse '!insertmacro refuse ""'
!define unRefuse '!insertmacro refuse "un."'

Function .onInit
  Call OpenLog
  ${Say} "督办 ${VERSION} 安装"
  ${WinVerGetBuild} $0
  ${Say} "Windows 构建号：$0"
  ${IfNot} ${AtLeastWin10}
  ${OrIf} $0 < ${OLDEST_BUILD}
    ${Refuse} ${CODE_WINDOWS} "督办需要 Windows 10 1809 或更新的系统，这台电脑的系统较旧，没有安装。"
  ${EndIf}
  ${IfNot} ${RunningX64}
    ${Refuse} ${CODE_WINDOWS} "督办需要 64 位的 Windows，这台电脑的系统是 32 位，没有安装。"
  ${EndIf}
  ReadRegStr $Earlier HKCU "${KEY}" "Version"
  ${If} $Earlier != ""
    ${Say} "已安装版本：$Earlier"
    ${VersionCompare} "$Earlier" "${VERSION}" $0
    ${If} $0 == 1
      ${Refuse} ${CODE_DOWNGRADE} "这台电脑上已有较新的督办 $Earlier，不能改装较旧的 ${VERSION}，没有改动任何文件。如确需旧版，请先卸载（数据会保留）。"
    ${EndIf}
  ${EndIf}
FunctionEnd

Section "program"
  ${Say} "安装位置：$INSTDIR"
  ${If} ${FileExists} "$INSTDIR\app\*.*"
  ${AndIfNot} ${FileExists} "$INSTDIR\app\duban.exe"
    ${Refuse} ${CODE_WRITE} "$INSTDIR 里已有别的程序的 app 文件夹，请换一个安装位置。"
  ${EndIf}
  Call CloseProgram
  Call CheckSpace
  Call BackUp

  RMDir /r "$INSTDIR\app.new"
  ClearErrors
  SetOutPath "$INSTDIR\app.new"
  ${If} ${Errors}
    ${Refuse} ${CODE_WRITE} "不能在 $INSTDIR 写入文件，请换一个有写入权限的安装位置。"
  ${EndIf}
  File /r "${SOURCE}/*"
  ${If} ${Errors}
    Call TakeBack
    ${Refuse} ${CODE_WRITE} "文件没有写完（磁盘已满或没有权限），原有程序没有改动。"
  ${EndIf}
  SetOutPath "$INSTDIR"
  WriteUninstaller "$INSTDIR\uninstall.new"
  ${If} ${Errors}
    Call TakeBack
    ${Refuse} ${CODE_WRITE} "文件没有写完（磁盘已满或没有权限），原有程序没有改动。"
  ${EndIf}

  ; In place by renaming: both names lie in one folder.
  RMDir /r "$INSTDIR\app.old"
  ClearErrors
  ${If} ${FileExists} "$INSTDIR\app\duban.exe"
    Rename "$INSTDIR\app" "$INSTDIR\app.old"
    ${If} ${Errors}
      Call TakeBack
      ${Refuse} ${CODE_RUNNING} "督办正在运行，程序文件不能替换。请关闭督办后再安装，原有程序没有改动。"
    ${EndIf}
  ${EndIf}
  Rename "$INSTDIR\app.new" "$INSTDIR\app"
  ${If} ${Errors}
    Rename "$INSTDIR\app.old" "$INSTDIR\app"
    Call TakeBack
    ${Refuse} ${CODE_WRITE} "新程序不能放到安装位置，原有程序没有改动。"
  ${EndIf}
  RMDir /r "$INSTDIR\app.old"
  Delete "$INSTDIR\uninstall.exe"
  Rename "$INSTDIR\uninstall.new" "$INSTDIR\uninstall.exe"
  ClearErrors

  WriteRegStr HKCU "${KEY}" "Folder" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "Version" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${PRODUCT}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "Duban"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\app\duban-window.exe"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" $0

  SetOutPath "$INSTDIR\app" ; a shortcut starts in the folder that is set here
  CreateShortcut "$SMPROGRAMS\${PRODUCT}.lnk" "$INSTDIR\app\duban-window.exe"
  ClearErrors
  ${GetOptions} $Switches "/NODESKTOP" $0
  ${If} ${Errors}
    CreateShortcut "$DESKTOP\${PRODUCT}.lnk" "$INSTDIR\app\duban-window.exe"
  ${EndIf}
  SetOutPath "$INSTDIR"
  ${Say} "安装完成：${VERSION}"
  FileClose $Log
  SetErrorLevel 0
SectionEnd

Function CloseProgram
  again:
  Call IsRunning
  Pop $0
  ${If} $0 == 1
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "督办正在运行。请关闭它，再按“重试”。" /SD IDCANCEL IDRETRY again
    ${Refuse} ${CODE_RUNNING} "督办正在运行，没有安装。请关闭督办后再安装，原有程序没有改动。"
  ${EndIf}
FunctionEnd

; Old and new program lie side by side for a moment.
Function CheckSpace
  SectionGetSize 0 $1 ; KB
  IntOp $1 $1 + 10240
  ${GetRoot} "$INSTDIR" $0
  System::Call 'kernel32::GetDiskFreeSpaceExW(w "$0\", *l .r2, p 0, p 0) i .r3'
  ${If} $3 != 0
    System::Int64Op $2 / 1024
    Pop $2
    System::Int64Op $2 < $1
    Pop $4
    ${Say} "需要 $1 KB，可用 $2 KB"
    ${If} $4 == 1
      IntOp $1 $1 / 1024
      ${Refuse} ${CODE_SPACE} "磁盘 $0 空间不足，安装需要约 $1 MB 可用空间，没有改动任何文件。"
    ${EndIf}
  ${EndIf}
FunctionEnd

; Before an upgrade the old program makes a verified backup of its data.
Function BackUp
  ClearErrors
  ${GetOptions} $Switches "/NOBACKUP" $0
  ${IfNot} ${Errors}
    ${Say} "按开关跳过升级前备份"
    Return
  ${EndIf}
  ClearErrors
  ${IfNot} ${FileExists} "$INSTDIR\app\duban.exe"
  ${OrIfNot} ${FileExists} "$Data\duban.db"
    ${Say} "没有需要备份的数据"
    Return
  ${EndIf}
  DetailPrint "正在备份数据"
  nsExec::Exec '"$INSTDIR\app\duban.exe" backup'
  Pop $0
  ${Say} "升级前备份：退出码 $0，位置 $Data\backups"
  ${If} $0 != 0
    MessageBox MB_YESNO|MB_ICONEXCLAMATION|MB_DEFBUTTON2 "升级前备份没有成功（退出码 $0）。仍要继续安装吗？数据文件夹不会改动。" /SD IDNO IDYES onward
    ${Refuse} ${CODE_BACKUP} "升级前备份没有成功，没有安装，原有程序没有改动。可先运行 duban check 查看原因。"
  ${EndIf}
  onward:
FunctionEnd

Function TakeBack
  SetOutPath "$TEMP"
  RMDir /r "$INSTDIR\app.new"
  Delete "$INSTDIR\uninstall.new"
  RMDir "$INSTDIR"
FunctionEnd

; Unpacking broke off: the disk is full, or a file could not be written.
Function .onInstFailed
  Call TakeBack
  ${Say} "停止（${CODE_WRITE}）：文件没有写完（磁盘已满或没有权限），原有程序没有改动。"
  FileClose $Log
  SetErrorLevel ${CODE_WRITE}
FunctionEnd

Function un.onInit
  Call un.OpenLog
FunctionEnd

Section "Uninstall"
  ${unSay} "督办 ${VERSION} 卸载：$INSTDIR"
  again:
  Call un.IsRunning
  Pop $0
  ${If} $0 == 1
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "督办正在运行。请关闭它，再按“重试”。" /SD IDCANCEL IDRETRY again
    ${unRefuse} ${CODE_RUNNING} "督办正在运行，没有卸载。"
  ${EndIf}
  SetOutPath "$TEMP"
  RMDir /r "$INSTDIR\app"
  RMDir /r "$INSTDIR\app.new"
  RMDir /r "$INSTDIR\app.old"
  Delete "$INSTDIR\uninstall.new"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${PRODUCT}.lnk"
  Delete "$DESKTOP\${PRODUCT}.lnk"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "${KEY}"
  ${unSay} "程序已卸载"

  ; The data stays unless it is asked for twice.
  ${IfNot} ${FileExists} "$Data\duban.db"
    ${unSay} "没有数据文件夹"
    Goto end
  ${EndIf}
  ${If} ${Silent}
    ClearErrors
    ${GetOptions} $Switches "/DELETEDATA" $0
    IfErrors keep
    ${GetOptions} $Switches "/REALLYDELETEDATA" $0
    IfErrors keep
  ${Else}
    MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "督办已卸载。填报数据仍在$\r$\n$Data$\r$\n$\r$\n是否连同数据一起删除？一般应选“否”。" IDNO keep
    MessageBox MB_YESNO|MB_ICONEXCLAMATION|MB_DEFBUTTON2 "再次确认：删除后，$Data 里的勾选、佐证和备份都不能恢复。确定删除？" IDNO keep
  ${EndIf}
  ; Only what the program makes: the folder may be one that somebody chose.
  Delete "$Data\duban.db"
  Delete "$Data\duban.db-wal"
  Delete "$Data\duban.db-shm"
  Delete "$Data\drafts.json"
  Delete "$Data\duban.log*"
  RMDir /r "$Data\evidence"
  RMDir /r "$Data\backups"
  RMDir "$Data"
  RMDir /r "$LOCALAPPDATA\duban-device"
  ${unSay} "数据已按要求删除：$Data"
  Goto end
  keep:
  ${unSay} "数据保留在：$Data"
  end:
  FileClose $Log
SectionEnd
