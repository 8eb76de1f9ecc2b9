"""The words of the report, in English and Vietnamese.

Placeholders are filled with `str.format`. A test holds both languages to the same keys and
placeholders.
"""

from __future__ import annotations

from typing import Literal

Language = Literal["en", "vi"]
LANGUAGES: tuple[Language, ...] = ("en", "vi")

_EN: dict[str, str] = {
    "answer": "The answer",
    "invented": "Invented data: nothing on this page describes real people or real services.",
    "period": "{start} to {end}",
    "made_of": "{parts}; {n} replications of each model",
    "units": "{n} units",
    "units_1": "1 unit",
    "types": "{n} types of cases",
    "types_1": "1 type of cases",
    "people": "{n} people",
    "people_1": "1 person",
    "offices": "{n} offices",
    "offices_1": "1 office",
    "points": "points",
    "precision_yes": "The wanted precision of {precision} was reached.",
    "precision_no": "The wanted precision of {precision} was not reached: the intervals below "
    "are wider.",
    "single": "One replication only: there are no intervals, and nothing can be called sure. Run "
    "more.",
    "all_units": "all units together",
    "units_of": "units of the profile {profile}",
    "best": "For {group}, <strong>{model}</strong> is best: over the period it loses {gap} hours "
    "of work less than <em>{rival}</em> "
    "(95 % interval {low} to {high}), which is {share} of all hours present. {sure}",
    "means": "{figure} {best} against {rival}",
    "best_alone": "There is one model, {model}, so there is nothing to compare.",
    "equal": "For {group}, {model} and {rival} come out the same.",
    "open": "For {group}, the study cannot tell {model} from {rival}: the difference of {gap} "
    "hours of work "
    "(95 % interval {low} to {high}) may be chance. {sure}",
    "sure_99": "That is as good as certain (at least {confidence}).",
    "sure_95": "That is very likely (at least {confidence}).",
    "sure_80": "That is likely, not sure (at least {confidence}).",
    "sure_0": "It is not sure (at least {confidence}); more replications may tell.",
    "loss_is": "Loss adds up what goes wrong, weighed in hours of work: {weights}.",
    "weight_late": "a late case {x} h",
    "weight_wait": "an hour of turnaround {x} h",
    "weight_missed": "an activity hour not done in time {x} h",
    "weight_overtime": "an hour of overtime {x} h",
    "weight_extra": "a paid hour of added staff {x} h",
    "change_weights": "Other weights, in the section objective of study.toml, may favour another "
    "model.",
    "warnings": "Read this first",
    "row": "row {row}",
    "figures": "The models side by side",
    "figure": "Figure",
    "against": "against {model}",
    "better": "better",
    "worse": "worse",
    "more": "more",
    "less": "less",
    "unclear": "no clear difference",
    "figures_note": "Mean over {n} replications, with half the width of the 95 % interval. "
    "Differences are taken replication by "
    "replication on the same demand, so they are far more exact than the figures themselves. A "
    "difference is named "
    "when its interval leaves out zero.",
    "chart_service": "Service at the counter and work of the offices",
    "chart_hours": "Where the hours go",
    "chart_hours_note": "Share of the hours present, by kind of post.",
    "chart_backlog": "Open cases at the end of each day",
    "chart_backlog_note": "Mean over the replications and over seven days, all units together. "
    "The pale parts are "
    "warm-up and drain, which are not counted.",
    "chart_types": "On time, by type of case",
    "chart_units": "Which units gain, which lose",
    "chart_units_note": "Units whose mean turnaround differs from {model}, at a false discovery "
    "rate of 5 % over units.",
    "units_table": "Largest differences in turnaround",
    "unit": "Unit",
    "model": "Model",
    "type": "Type",
    "law": "Time limit",
    "difference": "Difference",
    "q": "False discovery rate",
    "line": "no office",
    "dual": "dual holders",
    "officer": "full-time officers",
    "cases_work": "cases",
    "office_work": "offices",
    "free": "free",
    "method": "How to read this",
    "method_counted": "Counted are the cases that arrive from {start} to {end}. {warm} days "
    "before them fill the queues, and {drain} "
    "days after them let open cases be finished; demand goes on all the while.",
    "method_interval": "Intervals are Student's t over replications. Percentiles come from all "
    "replications pooled. A figure of a "
    "single unit rests on far fewer cases than one of all units.",
    "method_fdr": "With many units some differ by chance. The rate of Benjamini and Yekutieli "
    "keeps the share of false ones "
    "among those named below 5 % on average.",
    "method_sure": "How sure the choice is comes from the paired differences with each rival; "
    "the chances of being wrong are added up.",
    "method_letter": "The letter behind a time limit says how well it is known: C confirmed, S "
    "one secondary source, E an example of ours, M from memory and unconfirmed.",
    "method_model": "A simulation answers for its assumptions only: rates, working times, skills "
    "and rules of this study.",
    "files": "Files beside this page",
    "file_summary": "every figure by model, unit and type, with intervals",
    "file_differences": "differences between models, with p and false discovery rate",
    "file_advice": "the best model of each kind of unit, and what the others lose",
    "file_backlog": "open cases by day and unit",
    "file_cases": "single cases",
    "identity": "Study {digest}, seed {seed}.",
    "letter": "letter {letter}",
    "due_working_hours": "{x} working hours",
    "due_working_days": "{x} working days",
    "due_calendar_days": "{x} days",
    "due_working_hours_1": "1 working hour",
    "due_working_days_1": "1 working day",
    "due_calendar_days_1": "1 day",
    "due_none": "none",
    "same_day": "the same day",
}

_VI: dict[str, str] = {
    "answer": "Kết luận",
    "invented": "Số liệu giả định: không nội dung nào trên trang này mô tả con người hay công "
    "việc có thật.",
    "period": "Từ {start} đến {end}",
    "made_of": "{parts}; mỗi mô hình chạy {n} lần",
    "units": "{n} đơn vị",
    "units_1": "1 đơn vị",
    "types": "{n} loại hồ sơ",
    "types_1": "1 loại hồ sơ",
    "people": "{n} cán bộ",
    "people_1": "1 cán bộ",
    "offices": "{n} chức danh đoàn thể",
    "offices_1": "1 chức danh đoàn thể",
    "points": "điểm %",
    "precision_yes": "Đã đạt độ chính xác yêu cầu {precision}.",
    "precision_no": "Chưa đạt độ chính xác yêu cầu {precision}: các khoảng tin cậy dưới đây rộng "
    "hơn.",
    "single": "Chỉ chạy một lần: không có khoảng tin cậy, chưa thể kết luận chắc chắn. Cần chạy "
    "thêm.",
    "all_units": "toàn bộ các đơn vị",
    "units_of": "nhóm đơn vị {profile}",
    "best": "Với {group}, <strong>{model}</strong> là tốt nhất: trong cả kỳ, tổn thất ít hơn "
    "<em>{rival}</em> {gap} giờ công "
    "(khoảng tin cậy 95 %: {low} đến {high}), bằng {share} tổng số giờ có mặt. {sure}",
    "means": "{figure} {best} so với {rival}",
    "best_alone": "Chỉ có một mô hình, {model}, nên không có gì để so sánh.",
    "equal": "Với {group}, {model} và {rival} cho kết quả như nhau.",
    "open": "Với {group}, chưa phân định được {model} và {rival}: chênh lệch {gap} giờ công "
    "(khoảng tin cậy 95 %: {low} đến {high}) có thể là ngẫu nhiên. {sure}",
    "sure_99": "Kết luận gần như chắc chắn (ít nhất {confidence}).",
    "sure_95": "Kết luận rất có khả năng đúng (ít nhất {confidence}).",
    "sure_80": "Kết luận có khả năng đúng nhưng chưa chắc (ít nhất {confidence}).",
    "sure_0": "Chưa chắc chắn (ít nhất {confidence}); chạy thêm có thể làm rõ.",
    "loss_is": "Tổn thất là tổng những gì chưa đạt, quy ra giờ công: {weights}.",
    "weight_late": "một hồ sơ quá hạn {x} giờ",
    "weight_wait": "một giờ giải quyết {x} giờ",
    "weight_missed": "một giờ hoạt động không làm kịp {x} giờ",
    "weight_overtime": "một giờ làm thêm {x} giờ",
    "weight_extra": "một giờ công của người bổ sung {x} giờ",
    "change_weights": "Trọng số khác (mục objective trong study.toml) có thể dẫn đến mô hình khác.",
    "warnings": "Cần đọc trước",
    "row": "dòng {row}",
    "figures": "So sánh các mô hình",
    "figure": "Chỉ số",
    "against": "so với {model}",
    "better": "tốt hơn",
    "worse": "kém hơn",
    "more": "nhiều hơn",
    "less": "ít hơn",
    "unclear": "không khác biệt rõ",
    "figures_note": "Trung bình của {n} lần chạy, kèm nửa độ rộng khoảng tin cậy 95 %. Chênh "
    "lệch được tính theo từng lần chạy "
    "trên cùng một lượng hồ sơ, nên chính xác hơn nhiều so với bản thân các chỉ số. Chỉ nêu là "
    "khác biệt khi "
    "khoảng tin cậy không chứa số không.",
    "chart_service": "Phục vụ tại quầy và công tác đoàn thể",
    "chart_hours": "Thời gian dùng vào việc gì",
    "chart_hours_note": "Tỷ lệ trong số giờ có mặt, theo loại vị trí.",
    "chart_backlog": "Hồ sơ tồn cuối mỗi ngày",
    "chart_backlog_note": "Trung bình các lần chạy và bảy ngày liên tiếp, toàn bộ đơn vị. Phần "
    "nhạt là giai đoạn khởi "
    "động và kết thúc, không tính vào kết quả.",
    "chart_types": "Tỷ lệ đúng hạn theo loại hồ sơ",
    "chart_units": "Đơn vị nào được, đơn vị nào mất",
    "chart_units_note": "Số đơn vị có thời gian giải quyết trung bình khác {model}, với tỷ lệ "
    "phát hiện sai 5 % trên các đơn vị.",
    "units_table": "Chênh lệch thời gian giải quyết lớn nhất",
    "unit": "Đơn vị",
    "model": "Mô hình",
    "type": "Loại hồ sơ",
    "law": "Thời hạn",
    "difference": "Chênh lệch",
    "q": "Tỷ lệ phát hiện sai",
    "line": "không giữ chức danh",
    "dual": "kiêm nhiệm",
    "officer": "chuyên trách",
    "cases_work": "hồ sơ",
    "office_work": "đoàn thể",
    "free": "còn trống",
    "method": "Cách đọc",
    "method_counted": "Tính các hồ sơ tiếp nhận từ {start} đến {end}. {warm} ngày trước đó để "
    "hình thành hàng chờ, {drain} "
    "ngày sau đó để giải quyết nốt hồ sơ còn mở; trong suốt thời gian này hồ sơ vẫn tiếp tục đến.",
    "method_interval": "Khoảng tin cậy theo phân phối Student trên các lần chạy. Phân vị tính "
    "gộp mọi lần chạy. Chỉ số của một "
    "đơn vị dựa trên ít hồ sơ hơn nhiều so với toàn bộ.",
    "method_fdr": "Với nhiều đơn vị, một số khác biệt chỉ do ngẫu nhiên. Phương pháp Benjamini "
    "và Yekutieli giữ tỷ lệ "
    "nêu sai dưới 5 % tính trung bình.",
    "method_sure": "Mức chắc chắn của lựa chọn tính từ chênh lệch theo cặp với từng mô hình còn "
    "lại; các xác suất sai được cộng lại.",
    "method_letter": "Chữ cái sau thời hạn cho biết mức tin cậy: C đã xác nhận, S một nguồn thứ "
    "cấp, E ví dụ của chúng tôi, M theo trí nhớ, chưa xác nhận.",
    "method_model": "Mô phỏng chỉ đúng với các giả định của nó: lượng hồ sơ, thời gian xử lý, kỹ "
    "năng và quy tắc trong nghiên cứu này.",
    "files": "Các tệp kèm theo",
    "file_summary": "mọi chỉ số theo mô hình, đơn vị, loại hồ sơ, kèm khoảng tin cậy",
    "file_differences": "chênh lệch giữa các mô hình, kèm p và tỷ lệ phát hiện sai",
    "file_advice": "mô hình tốt nhất cho từng nhóm đơn vị và tổn thất của các mô hình khác",
    "file_backlog": "hồ sơ tồn theo ngày và đơn vị",
    "file_cases": "từng hồ sơ",
    "identity": "Nghiên cứu {digest}, hạt giống {seed}.",
    "letter": "mức tin cậy {letter}",
    "due_working_hours": "{x} giờ làm việc",
    "due_working_days": "{x} ngày làm việc",
    "due_calendar_days": "{x} ngày",
    "due_working_hours_1": "1 giờ làm việc",
    "due_working_days_1": "1 ngày làm việc",
    "due_calendar_days_1": "1 ngày",
    "due_none": "không",
    "same_day": "trong ngày",
}

TEXTS: dict[Language, dict[str, str]] = {"en": _EN, "vi": _VI}

# Name and unit of the figures the report shows.
FIGURES: dict[Language, dict[str, tuple[str, str]]] = {
    "en": {
        "turnaround_hours": ("Mean turnaround", "working hours"),
        "turnaround_p90_hours": ("Nine of ten answered within", "working hours"),
        "wait_hours": ("Mean wait in queues", "working hours"),
        "on_time_share": ("Answered on time", ""),
        "late_cases": ("Late cases", ""),
        "throughput_per_day": ("Cases done per working day", ""),
        "backlog": ("Open cases at the end of a day", ""),
        "handovers": ("Cases handed over", ""),
        "activity_delivered_share": ("Activity hours delivered", "of those planned"),
        "activities_missed": ("Activities missed", ""),
        "utilisation": ("Hours used", "of hours present"),
        "office_hours_share": ("Hours for offices", "of hours present"),
        "overtime_hours": ("Overtime", "hours"),
        "cost": ("Cost", ""),
        "loss_hours": ("Loss", "hours of work"),
    },
    "vi": {
        "turnaround_hours": ("Thời gian giải quyết trung bình", "giờ làm việc"),
        "turnaround_p90_hours": ("90 % hồ sơ xong trong", "giờ làm việc"),
        "wait_hours": ("Thời gian chờ trung bình", "giờ làm việc"),
        "on_time_share": ("Tỷ lệ đúng hạn", ""),
        "late_cases": ("Hồ sơ quá hạn", ""),
        "throughput_per_day": ("Hồ sơ xong mỗi ngày làm việc", ""),
        "backlog": ("Hồ sơ tồn cuối ngày", ""),
        "handovers": ("Hồ sơ phải bàn giao", ""),
        "activity_delivered_share": ("Giờ hoạt động đoàn thể làm được", "so với kế hoạch"),
        "activities_missed": ("Hoạt động lỡ hạn", ""),
        "utilisation": ("Thời gian đã dùng", "trong giờ có mặt"),
        "office_hours_share": ("Thời gian cho đoàn thể", "trong giờ có mặt"),
        "overtime_hours": ("Làm thêm giờ", "giờ"),
        "cost": ("Chi phí", ""),
        "loss_hours": ("Tổn thất", "giờ công"),
    },
}
