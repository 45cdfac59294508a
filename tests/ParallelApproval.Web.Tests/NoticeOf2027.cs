namespace ParallelApproval.Web;

/// <summary>2027 as its notice may order it: six weekend days given back.</summary>
public static class NoticeOf2027
{
    public const string Json = """
        {"year":2027,"status":"published","noticeNumber":"国办发明电〔2026〕9号","holidays":[
            {"name":"元旦","nameEn":"New Year's Day","from":"2027-01-01","to":"2027-01-03"},
            {"name":"春节","nameEn":"Spring Festival","from":"2027-02-05","to":"2027-02-11"},
            {"name":"清明节","nameEn":"Tomb-Sweeping Day","from":"2027-04-03","to":"2027-04-05"},
            {"name":"劳动节","nameEn":"Labour Day","from":"2027-05-01","to":"2027-05-05"},
            {"name":"端午节","nameEn":"Dragon Boat Festival","from":"2027-06-09","to":"2027-06-09"},
            {"name":"中秋节","nameEn":"Mid-Autumn Festival","from":"2027-09-15","to":"2027-09-15"},
            {"name":"国庆节","nameEn":"National Day","from":"2027-10-01","to":"2027-10-07"}],
         "makeUpDays":["2027-02-20","2027-02-21","2027-05-08","2027-10-09"]}
        """;
}
