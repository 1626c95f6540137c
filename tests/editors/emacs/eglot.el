;;; What a user of eglot does; run.sh starts it in a project.  -*- lexical-binding: t; -*-
(package-initialize)
(require 'eglot)
(require 'yaml-mode)
(require 'flymake)
(load (expand-file-name "airlint-eglot.el" (getenv "AIRLINT_EMACS")) nil t)
(setq eglot-sync-connect 20 eglot-confirm-server-initiated-edits nil flymake-no-changes-timeout 0.1
      ;; In batch there is no event, which eglot takes for a click of the mouse.
      last-nonmenu-event t)

(defun wait-until (what is-so)
  (with-timeout (20 (error "%s: it did not happen" what))
    (while (not (funcall is-so)) (flymake-start) (accept-process-output nil 0.05)))
  (message "  ok  %s" what))

(find-file (pop command-line-args-left))
(yaml-mode)
(apply #'eglot (eglot--guess-contact))
(wait-until "executor-case is found" #'flymake-diagnostics)
(let ((finding (car (flymake-diagnostics))))
  (unless (and (= (line-number-at-pos (flymake-diagnostic-beg finding)) 8)
               (equal (buffer-substring (flymake-diagnostic-beg finding) (flymake-diagnostic-end finding)) "celery")
               (string-match-p "executor-case" (flymake-diagnostic-text finding)))
    (error "the finding is %S" finding))
  (goto-char (flymake-diagnostic-beg finding)))
;; The first action is the one that is preferred.
(cl-letf (((symbol-function 'completing-read)
           (lambda (_ actions &rest _) (if (consp (car actions)) (caar actions) (car actions)))))
  (eglot-code-actions (point) nil nil t))
(wait-until "the fix is applied"
            (lambda () (save-excursion (goto-char (point-min)) (search-forward "executor: CELERY # café team 𝔸" nil t))))
(wait-until "the finding is gone" (lambda () (null (flymake-diagnostics))))
(save-buffer)
(eglot-shutdown (eglot-current-server))
