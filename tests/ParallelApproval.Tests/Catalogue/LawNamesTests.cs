namespace ParallelApproval.Catalogue;

public sealed class LawNamesTests
{
    [Theory]
    [InlineData(
        "食品安全法（2009）；餐饮服务许可管理办法（卫生部令第70号）",
        "《食品安全法》（2009）；《餐饮服务许可管理办法》（卫生部令第70号）"
    )]
    [InlineData("食品安全法第35条；实施条例第15条（有效期5年）", "《食品安全法》第35条；《食品安全法实施条例》第15条（有效期5年）")]
    [InlineData("烟草专卖法实施条例第9条", "《烟草专卖法实施条例》第9条")]
    [InlineData("母婴保健法及其实施办法", "《母婴保健法》及其实施办法")]
    [InlineData("城市市容和环境卫生管理条例；地方规范", "《城市市容和环境卫生管理条例》；地方规范")]
    [InlineData("人口与计划生育法第18条；地方条例", "《人口与计划生育法》第18条；地方条例")]
    [InlineData("《食品安全法》第35条", "《食品安全法》第35条")]
    [InlineData("便民服务，由银行按约定提供", "便民服务，由银行按约定提供")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void The_names_of_laws_stand_in_brackets(string? basis, string printed) => LawNames.Quoted(basis).ShouldBe(printed);
}
