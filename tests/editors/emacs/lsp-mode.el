;;; What a user of lsp-mode does; run.sh starts it in a project.  -*- lexical-binding: t; -*-
(package-initialize)
(require 'yaml-mode)
(require 'lsp-mode)
(require 'flymake)
(load (expand-file-name "airlint-lsp-mode.el" (getenv "AIRLINT_EMACS")) nil t)
(setq lsp-auto-guess-root t lsp-enable-suggest-server-download nil lsp-diagnostics-provider :flymake lsp-restart 'ignore
      lsp-auto-execute-action t lsp-enabled-clients '(airlint)
      lsp-server-install-dir (expand-file-name "~/servers") lsp-session-file (expand-file-name "~/session"))

(defun wait-until (what is-so)
  (with-timeout (20 (error "%s: it did not happen" what))
    (while (not (funcall is-so)) (accept-process-output nil 0.05)))
  (message "  ok  %s" what))

(defun findings () (apply #'append (mapcar (lambda (it) (append it nil)) (hash-table-values (lsp-diagnostics t)))))

(find-file (pop command-line-args-left))
(yaml-mode)
(lsp-workspace-folders-add default-directory)
(lsp)
(wait-until "executor-case is found"
            (lambda () (equal (mapcar #'lsp:diagnostic-code? (findings)) '("executor-case"))))
(goto-char (point-min))
(search-forward "celery")
(backward-char 2)
(lsp-execute-code-action (car (append (lsp-code-actions-at-point) nil)))
(wait-until "the fix is applied"
            (lambda () (save-excursion (goto-char (point-min)) (search-forward "executor: CELERY # café team 𝔸" nil t))))
(wait-until "the finding is gone" (lambda () (null (findings))))
(save-buffer)
(lsp-workspace-shutdown (car (lsp-workspaces)))
