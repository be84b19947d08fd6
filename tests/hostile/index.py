"""The bad-input list, no. 1–104: where each is tested, or why it does not apply (yet).

The letters are its chapters: A access, S sign-in, I injection and output, T texts and numbers, U uploads, H browser and
HTTP, L the trade. A test stands as "path::name" beneath tests/; a sentence says why there is none.
"""

from __future__ import annotations

FORMS = "hostile/test_forms.py::test_no_form_breaks_changes_rows_or_loses_what_was_typed"
QUERIES = "hostile/test_queries.py::test_no_parameter_breaks_a_page_or_opens_another_city"
ACCESS = "test_access.py::test_every_visitor_gets_the_answer_of_the_table"
DESK = "test_admin_walk.py::test_a_roster_admin_of_another_city_sees_nothing_on_any_page_of_the_desk"
LOG = "test_security_log.py::test_nothing_personal_is_in_any_line_of_a_walk_over_every_page"
SAFETY, GUESSES, FACTOR = "test_browser_safety.py", "members/test_guesses.py", "members/test_second_factor.py"
PAPERS = "members/test_paper_uploads.py"
PHOTOS, UPLOADS, TYPED = "members/test_photos.py", "members/test_photo_uploads.py", "hostile/test_typed.py"
REQUESTS, SCRIPTS = "hostile/test_requests.py", "hostile/test_scripts.py"
EXPORTS, SHEETS = "members/test_exports.py", "lib/test_sheets.py"
NO_TIPS = "Not yet: there are no anonymous tips."
NO_API = "Not yet: there is no interface that takes JSON."

ACCESS_LIST: dict[int, tuple[str, ...] | str] = {
    1: (ACCESS, "test_access.py::test_every_address_has_a_line"),
    2: (ACCESS, DESK),
    3: (FORMS, "members/test_scoped_admin.py::test_a_foreign_choice_that_was_typed_by_hand_is_refused"),
    4: (QUERIES, "members/test_scoped_admin.py::test_autocomplete_offers_only_people_of_ones_units", DESK),
    5: (QUERIES, DESK),
    6: (QUERIES, "pages/test_home.py::test_nothing_of_another_unit_stands_on_a_home_page"),
    7: ("test_admin_walk.py::test_an_action_on_a_row_of_another_city_changes_nothing",),
    8: (f"{EXPORTS}::test_nobody_of_another_unit_stands_in_a_list",),
    9: (
        f"{PHOTOS}::test_a_photo_of_another_city_is_404_and_a_stranger_signs_in_first",
        "production/test_nginx.py::test_no_address_reaches_the_folder_of_files_or_of_the_code",
    ),
    10: (
        "members/test_sign_in.py::test_a_newer_link_ends_the_one_before_and_time_ends_both",
        "members/test_sign_in.py::test_a_link_of_somebody_who_left_meanwhile_signs_nobody_in",
    ),
    11: (f"{EXPORTS}::test_only_who_asked_takes_it_and_only_the_chair_of_the_unit_sees_it",),
    12: (DESK,),
    13: (ACCESS,),
    14: ("members/test_membership.py::test_who_appoints_is_never_himself_nor_below_nor_elsewhere",),
    15: ("hostile/test_extra.py::test_a15_fields_that_the_form_does_not_have_are_ignored",),
    16: (
        "members/test_membership.py::test_the_offices_of_a_suspended_member_give_no_rights_until_it_is_lifted",
        f"{PHOTOS}::test_the_right_to_a_photo_ends_with_the_office",
    ),
    17: ("members/test_membership.py::test_a_farewell_ends_offices_account_sessions_and_links_the_same_minute",),
    18: NO_TIPS,
    19: (LOG, ACCESS),
    20: ("test_admin_walk.py::test_who_keeps_no_roster_is_told_so_at_the_door", DESK),
    21: (
        "test_admin_walk.py::test_every_table_at_the_desk_uses_the_scoped_base_class",
        ACCESS,
    ),
    22: "Does not apply: scoping is one method on every queryset; row-level security was decided against.",
}

SIGN_IN: dict[int, tuple[str, ...] | str] = {
    23: (
        f"{GUESSES}::test_s23_five_wrong_tries_stop_that_address_and_nobody_else",
        f"{GUESSES}::test_s23_twenty_wrong_tries_from_an_address_stop_it_for_every_account",
    ),
    24: (f"{GUESSES}::test_s24_a_forged_address_changes_nothing",),
    25: (f"{GUESSES}::test_s25_unknown_wrong_and_closed_are_answered_alike_and_take_as_long",),
    26: (f"{GUESSES}::test_s26_there_is_no_reset_by_mail_to_probe_addresses_with",),
    27: (
        f"{GUESSES}::test_s27_a_link_leads_to_the_configured_address_whatever_host_was_asked",
        f"{GUESSES}::test_s27_an_open_link_ends_with_a_new_password",
    ),
    28: (f"{GUESSES}::test_s28_the_session_has_another_key_after_signing_in",),
    29: (f"{GUESSES}::test_s29_a_session_ends_with_the_password_it_was_opened_with_and_with_sign_out",),
    30: (
        f"{FACTOR}::test_s30_a_code_counts_once_as_long_as_it_could_be_right",
        f"{FACTOR}::test_s30_the_sixth_guess_is_one_too_many_even_if_it_is_right",
    ),
    31: (
        f"{FACTOR}::test_s31_a_recovery_code_opens_once",
        f"{FACTOR}::test_s31_the_second_step_can_not_be_walked_around",
    ),
    32: (
        f"{GUESSES}::test_s32_what_others_would_try_first_is_refused",
        f"{GUESSES}::test_s32_a_phrase_with_spaces_and_pictures_is_welcome_and_works",
    ),
    33: (f"{GUESSES}::test_s33_a_password_is_taken_exactly_as_typed",),
    34: (f"{GUESSES}::test_s34_nobody_is_signed_in_or_out_by_another_site",),
}

INJECTION: dict[int, tuple[str, ...] | str] = {
    35: (
        f"{SCRIPTS}::test_i35_a_script_in_every_text_is_text_on_every_page",
        f"{SCRIPTS}::test_i35_no_page_opens_a_dialog_in_a_browser",
        FORMS,
    ),
    36: (f"{REQUESTS}::test_i36_what_stands_in_an_address_comes_back_as_text",),
    37: "Does not apply: no text of ours is rendered as HTML or Markdown.",
    38: (f"{TYPED}::test_i38_signs_of_sql_are_searched_for_as_they_are", QUERIES),
    39: (f"{TYPED}::test_i39_a_text_made_to_keep_a_pattern_busy_is_answered_at_once",),
    40: (f"{TYPED}::test_i40_a_new_line_in_a_name_is_refused_and_adds_no_header", FORMS),
    41: (f"{TYPED}::test_i41_a_new_line_in_an_address_becomes_no_header",),
    42: ("test_security_log.py::test_i42_nobody_writes_a_line_of_his_own",),
    43: (f"{SHEETS}::test_no_cell_of_a_csv_is_a_formula_in_any_row",),
    44: (f"{SHEETS}::test_an_xlsx_holds_texts_only_and_says_on_every_page_who_took_it",),
    45: (f"{UPLOADS}::test_other_kinds_of_pictures_are_refused_whatever_they_are_called",),
    46: "Does not apply: nobody writes templates of messages; their texts stand in the code.",
    47: "Does not apply: no field takes an address that the server would open.",
}

TEXTS: dict[int, tuple[str, ...] | str] = {
    48: (
        f"{REQUESTS}::test_t48_a_nul_byte_in_an_address_is_400_or_404",
        f"{REQUESTS}::test_t48_a_nul_byte_in_a_cookie_or_a_header_breaks_nothing",
        f"{UPLOADS}::test_a_nul_in_the_name_of_a_file_changes_nothing",
        FORMS,
    ),
    49: (
        f"{REQUESTS}::test_t49_what_is_no_utf_8_is_replaced_or_refused",
        f"{REQUESTS}::test_t49_another_character_set_is_no_way_around",
    ),
    50: (f"{TYPED}::test_t50_a_character_that_can_t_be_seen_is_refused_in_a_name", FORMS),
    51: (f"{TYPED}::test_t51_names_of_one_word_and_of_every_script_are_taken",),
    52: (f"{REQUESTS}::test_t52_a_form_of_three_megabytes_is_413_and_so_are_2000_fields_and_200_files", FORMS),
    53: (QUERIES,),
    54: (f"{REQUESTS}::test_t54_a_row_that_can_t_be_is_404",),
    55: (
        f"{TYPED}::test_t55_a_birthday_that_can_t_be_is_refused",
        f"{TYPED}::test_t55_nobody_applies_at_three_or_before_birth",
        "test_far_days.py::test_a_duty_is_planned_in_our_time",
        FORMS,
    ),
    56: "Not yet: no form takes a position; the phone's page will.",
    57: (
        f"{TYPED}::test_t57_a_nik_that_can_t_exist_is_refused",
        f"{TYPED}::test_t57_a_nik_is_read_as_people_write_it_also_a_woman_s",
        "members/test_nik.py::test_what_does_not_fit_is_a_doubt_and_no_refusal",
    ),
    58: (LOG, "members/test_nik.py::test_the_history_of_a_person_holds_neither_nik_nor_hash"),
    59: (
        f"{TYPED}::test_t59_a_phone_number_is_kept_in_one_form_however_it_is_written",
        f"{TYPED}::test_t59_what_is_no_phone_number_is_refused",
    ),
    60: (
        f"{TYPED}::test_t60_what_is_no_address_of_mail_is_refused_and_never_breaks",
        f"{TYPED}::test_t60_every_usual_address_of_mail_is_taken",
    ),
    61: NO_API,
    62: (
        f"{REQUESTS}::test_t62_a_broken_form_is_no_error_of_ours_and_changes_nothing",
        f"{REQUESTS}::test_t62_a_form_that_breaks_off_is_a_bad_request",
    ),
    63: (f"{REQUESTS}::test_t63_a_parameter_sent_twice_is_read_once_and_the_same_everywhere", QUERIES),
}

FILES: dict[int, tuple[str, ...] | str] = {
    64: (f"{UPLOADS}::test_a_small_file_of_13000_by_13000_pixels_is_refused_in_little_memory",),
    65: (f"{UPLOADS}::test_16000_by_16000_pixels_are_refused",),
    66: (
        f"{UPLOADS}::test_a_chunk_that_grows_to_200_megabytes_is_not_unpacked",
        f"{UPLOADS}::test_of_a_film_only_the_first_picture_is_kept",
    ),
    67: (f"{UPLOADS}::test_what_hangs_behind_a_picture_is_not_kept",),
    68: (f"{UPLOADS}::test_the_comment_of_a_picture_is_not_kept",),
    69: (
        f"{UPLOADS}::test_nothing_but_pixels_is_kept",
        f"{UPLOADS}::test_a_picture_stands_upright_however_the_phone_was_held",
    ),
    70: (f"{UPLOADS}::test_other_kinds_of_pictures_are_refused_whatever_they_are_called",),
    71: (f"{UPLOADS}::test_programs_and_pages_are_refused",),
    72: (f"{UPLOADS}::test_the_name_of_a_file_is_never_used",),
    73: (
        f"{UPLOADS}::test_a_picture_that_is_cut_off_is_refused",
        f"{UPLOADS}::test_an_empty_file_is_refused",
        f"{UPLOADS}::test_nine_megabytes_are_refused_in_words",
        f"{UPLOADS}::test_more_bytes_than_were_said_are_cut_off",
    ),
    74: (
        f"{PAPERS}::test_of_a_pdf_only_what_one_sees_is_kept",
        f"{PAPERS}::test_what_is_no_paper_is_refused_in_words",
        f"{PAPERS}::test_pages_that_lead_in_a_circle_end",
    ),
    75: "Does not apply: only pixels drawn anew and pages bound anew are kept, so nothing is left to scan.",
    76: (
        f"{UPLOADS}::test_five_hundred_files_in_one_form_are_refused",
        f"{UPLOADS}::test_a_flood_of_uploads_by_one_person_ends_in_429",
    ),
    77: (
        f"{PHOTOS}::test_the_same_photo_sent_twice_is_kept_once",
        f"{PHOTOS}::test_removing_one_of_two_equal_photos_leaves_the_other",
    ),
    78: (f"{UPLOADS}::test_a_file_in_a_page_of_somebody_else_is_harmless",),
}

BROWSER: dict[int, tuple[str, ...] | str] = {
    79: (f"{SAFETY}::test_h79_nothing_is_changed_by_a_form_without_a_token_of_one_s_own",),
    80: (f"{SAFETY}::test_h80_h83_to_h86_looking_changes_no_row_and_each_page_says_what_the_browser_may_do",),
    81: (f"{SAFETY}::test_h81_no_address_leads_away_from_the_site",),
    82: (f"{SAFETY}::test_h82_a_host_that_is_not_ours_is_a_bad_request",),
    83: (f"{SAFETY}::test_h80_h83_to_h86_looking_changes_no_row_and_each_page_says_what_the_browser_may_do",),
    84: (
        f"{SAFETY}::test_h84_no_template_has_a_script_a_style_or_a_handler_in_it",
        f"{SAFETY}::test_h84_the_desk_runs_in_a_browser_without_breaking_the_policy",
    ),
    85: (f"{SAFETY}::test_h85_a_production_server_locks_its_cookies_and_insists_on_tls",),
    86: (f"{SAFETY}::test_h86_signing_out_makes_the_browser_forget",),
    87: (f"{SAFETY}::test_h87_a_page_is_not_lent_out_as_a_style_sheet",),
    88: (f"{SAFETY}::test_h88_h93_pages_are_read_and_sent_and_nothing_else",),
    89: "Does not apply: nginx and gunicorn read the request; ours is the body only.",
    90: "Does not apply in the suite: time-outs of connections are nginx's (docs/operations.md).",
    91: (f"{SAFETY}::test_h91_what_is_no_page_is_not_there",),
    92: (f"{SAFETY}::test_h92_no_answer_tells_what_the_site_is_made_of",),
    93: (f"{SAFETY}::test_h88_h93_pages_are_read_and_sent_and_nothing_else",),
    94: (f"{SAFETY}::test_h94_strangers_read_whom_to_tell_about_a_hole",),
}

TRADE: dict[int, tuple[str, ...] | str] = {
    95: (
        "patrols/test_sign_up.py::test_a_full_duty_answers_409_and_offers_to_be_a_reserve",
        "patrols/test_constraints.py::test_two_duties_without_rest_between_them_are_refused",
        "patrols/test_plans.py::test_a_draft_without_places_or_with_its_time_past_is_not_announced",
    ),
    96: (
        "patrols/test_report_constraints.py::test_nobody_approves_his_own_report_and_nobody_at_all_is_not_enough",
        "members/test_privilege.py::test_nobody_writes_down_a_certificate_of_his_own",
        "members/test_membership.py::test_who_appoints_is_never_himself_nor_below_nor_elsewhere",
    ),
    97: (
        "members/test_pages.py::test_a_step_somebody_else_took_meanwhile_is_a_conflict",
        "members/test_applications.py::test_nobody_moves_himself_on",
        "incidents/test_reports.py::test_the_same_form_sent_twice_makes_one_report",
    ),
    98: NO_TIPS,
    99: NO_TIPS,
    100: "Does not apply: nobody can make the site write to an address; invitations and resets are shown to a board.",
    101: ("hostile/test_extra.py::test_l101_today_is_the_day_of_the_unit_and_not_of_the_server",),
    102: ("members/test_chapters.py::test_only_an_empty_chapter_is_closed",),
    103: ("hostile/test_extra.py::test_l103_a_unit_lies_where_its_code_says_so_a_circle_can_t_be_written",),
    104: "Not yet: erasing somebody's data on request.",
}

INDEX: dict[int, tuple[str, ...] | str] = {
    **ACCESS_LIST,
    **SIGN_IN,
    **INJECTION,
    **TEXTS,
    **FILES,
    **BROWSER,
    **TRADE,
}
